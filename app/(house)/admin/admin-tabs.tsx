'use client'

import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { classes } from '#components/classes.ts'
import { isCurrent } from '#components/frame/nav-items.ts'
import { NavTabs } from '#components/ui/tabs.tsx'

/** The parts of the dashboard that the caller may open; the current one is brought into sight where they do not all fit. */
export function AdminTabs({ tabs, className }: { tabs: { href: string; label: string }[]; className: string }) {
  const path = usePathname()
  const row = useRef<HTMLDivElement>(null)
  const items = tabs.map((tab) => ({ ...tab, current: tab.href === '/admin' ? path === tab.href : isCurrent(tab.href, path) }))
  const current = items.find((item) => item.current)?.href
  useEffect(() => {
    if (current !== undefined) row.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  if (tabs.length === 0) return null
  return (
    <div ref={row} className={classes('flex min-w-0', className)}>
      <NavTabs label="Parts of the dashboard" items={items} />
    </div>
  )
}
