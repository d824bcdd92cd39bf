import { ChevronLeft } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from '../ui/icon.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface PageHeaderProps {
  title: string
  /** Where "back" leads on a phone, and its name. */
  back?: { href: string; label: string }
  /** Beside the title: a chip, tabs, a small word. */
  beside?: ReactNode
  /** At the end: buttons. */
  actions?: ReactNode
}

/** The bar of 52 px on top of every page; holds its only h1. */
export function PageHeader({ title, back, beside, actions }: PageHeaderProps) {
  return (
    <header className="sticky top-0 z-20 flex min-h-13 shrink-0 items-center gap-3 border-b bg-paper px-5 print:static">
      {back && (
        <Link
          href={back.href}
          aria-label={`Back to ${back.label}`}
          className="-ml-2 inline-grid size-8 place-items-center rounded-md text-ink-2 hover:bg-sunk hover:text-ink pointer-coarse:size-11"
        >
          <Icon of={ChevronLeft} size={18} />
        </Link>
      )}
      <h1 className="min-w-0 truncate font-strong text-15">
        <VisibleText text={title} className="whitespace-nowrap!" />
      </h1>
      {beside && <div className="flex h-13 min-w-0 items-center gap-3">{beside}</div>}
      {actions && <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  )
}

export interface PageBodyProps {
  children: ReactNode
  /** `read`: a column to read in. `wide`: tables and dashboards. */
  width?: 'read' | 'wide'
}

/** The page under its bar, with room around it. */
export function PageBody({ children, width = 'wide' }: PageBodyProps) {
  return (
    <div className={`w-full px-5 py-6 sm:px-10 sm:py-8 ${width === 'read' ? 'max-w-[820px]' : 'max-w-[1200px]'}`}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-10">{children}</div>
    </div>
  )
}

export interface SectionProps {
  title: string
  /** One sentence under the title. */
  description?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A titled part of a page. */
export function Section({ title, description, actions, children }: SectionProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-strong text-15">{title}</h2>
          {description && <div className="text-ink-2">{description}</div>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  )
}
