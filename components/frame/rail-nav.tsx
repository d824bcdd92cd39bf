'use client'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import { Icon } from '../ui/icon.tsx'
import { countWords, isCurrent, type NavItem, navItems } from './nav-items.ts'

export interface NavProps {
  approvals: number
  admin: boolean
}

/** The places, in the rail: words on a wide page, icons on a middling one. */
export function RailNav(props: NavProps) {
  const path = usePathname()
  return (
    <nav aria-label="Main" className="grid gap-0.5">
      {navItems(props).map((item) => (
        <RailLink key={item.href} item={item} current={isCurrent(item.href, path)} />
      ))}
    </nav>
  )
}

function RailLink({ item, current }: { item: NavItem; current: boolean }) {
  const count = item.count ?? 0
  return (
    <Link
      href={item.href}
      title={item.label}
      aria-current={current ? 'page' : undefined}
      className={classes(
        'relative flex h-8 items-center gap-2.5 rounded-md px-2 transition-colors max-lg:size-9 max-lg:justify-center max-lg:px-0',
        current ? 'bg-sunk font-strong text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <Icon of={item.icon} />
      <span className="max-lg:sr-only">{item.label}</span>
      {count > 0 && (
        <span
          className={classes(
            'ml-auto font-strong text-12 text-pen',
            'max-lg:absolute max-lg:-top-1 max-lg:-right-1 max-lg:rounded-full max-lg:bg-pen max-lg:px-1 max-lg:text-on-pen max-lg:leading-4',
          )}
        >
          {countWords(count)}
          <span className="sr-only"> waiting for you</span>
        </span>
      )}
    </Link>
  )
}

/** The same places at the bottom of a phone, and one more for the person. */
export function BottomNav({ children, ...props }: NavProps & { children: ReactNode }) {
  const path = usePathname()
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
    >
      {navItems(props).map((item) => {
        const current = isCurrent(item.href, path)
        return (
          <Link
            key={item.href}
            href={item.href}
            aria-current={current ? 'page' : undefined}
            className={classes(
              'grid h-14 flex-1 content-center justify-items-center gap-0.5 text-12 focus-visible:-outline-offset-2',
              current ? 'text-pen' : 'text-ink-3',
            )}
          >
            <Icon of={item.icon} size={18} />
            <span>
              {item.label}
              {item.count ? ` ${countWords(item.count)}` : ''}
            </span>
          </Link>
        )
      })}
      {children}
    </nav>
  )
}
