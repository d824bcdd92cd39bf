'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { Icon } from './icon.tsx'
import { VisibleText } from './visible-text.tsx'

export interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  description?: string
  children: ReactNode
  /** The row of buttons; stays in sight while the rest scrolls. */
  foot?: ReactNode
  wide?: boolean
}

/** Asks for one thing and takes the focus until it is answered or put away. A sheet from below on a phone. */
export function Dialog({ open, onOpenChange, title, description, children, foot, wide = false }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={classes(
            'fixed z-50 flex max-h-[85dvh] animate-arrive flex-col overflow-hidden border border-line-2 bg-surface shadow-float',
            'inset-x-0 bottom-0 rounded-t-lg sm:inset-x-auto sm:bottom-auto sm:top-1/2 sm:left-1/2 sm:w-[calc(100%-48px)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-lg',
            wide ? 'sm:max-w-[640px]' : 'sm:max-w-[440px]',
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="font-strong text-18">
                <VisibleText text={title} />
              </Radix.Title>
              {description && <Radix.Description className="mt-1 text-14 text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close
              aria-label="Close"
              className="-mr-2 inline-grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink pointer-coarse:size-11"
            >
              <Icon of={X} />
            </Radix.Close>
          </header>
          <div className="thin-scroll relative min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          {foot && <footer className="flex flex-wrap items-center gap-2 border-t px-5 py-3.5">{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
