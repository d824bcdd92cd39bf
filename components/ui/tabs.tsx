'use client'
import Link from 'next/link'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'

const tab = 'inline-flex h-full min-h-9 items-center gap-1.5 whitespace-nowrap text-14 text-ink-3 transition-colors hover:text-ink'

const underline = 'shadow-[inset_0_-2px_0_var(--ink)]'

function Count({ of: count }: { of: number | string | undefined }) {
  return count === undefined ? null : <span className="text-12">{count.toLocaleString('en')}</span>
}

export interface NavTabsProps {
  /** What the tabs choose between. */
  label: string
  items: { href: string; label: string; count?: number | string; current: boolean }[]
}

/** Tabs that are addresses: the choice survives a reload and the back button. */
export function NavTabs({ label, items }: NavTabsProps) {
  return (
    <nav aria-label={label} className="thin-scroll relative flex h-full min-w-0 items-stretch gap-4 overflow-x-auto overflow-y-hidden">
      {items.map((item) => (
        <Link
          key={item.href}
          href={item.href}
          aria-current={item.current ? 'page' : undefined}
          className={classes(tab, item.current && `text-ink! font-strong ${underline}`, 'focus-visible:-outline-offset-2')}
        >
          {item.label}
          <Count of={item.count} />
        </Link>
      ))}
    </nav>
  )
}

export interface TabsProps {
  label: string
  /** `keep`: it stays as it is, unseen, while another is open. */
  items: { id: string; label: string; count?: number; content: ReactNode; keep?: boolean }[]
  initial?: string
  /** Given: whoever shows the tabs says which one is open. */
  open?: { id: string; onOpen: (id: string) => void }
}

/** Tabs within a page, all of their content at hand. */
export function Tabs({ label, items, initial, open }: TabsProps) {
  const chosen = open === undefined ? { defaultValue: initial ?? items[0]?.id ?? '' } : { value: open.id, onValueChange: open.onOpen }
  return (
    <Radix.Root {...chosen}>
      <Radix.List aria-label={label} className="thin-scroll relative flex gap-4 overflow-x-auto overflow-y-hidden border-b">
        {items.map((item) => (
          <Radix.Trigger
            key={item.id}
            value={item.id}
            className={classes(
              tab,
              '-mb-px focus-visible:-outline-offset-2 data-[state=active]:font-strong data-[state=active]:text-ink data-[state=active]:shadow-[inset_0_-2px_0_var(--ink)]',
            )}
          >
            {item.label}
            <Count of={item.count} />
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content key={item.id} value={item.id} className="pt-4 data-[state=inactive]:hidden" {...(item.keep && { forceMount: true })}>
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
