'use client'
import { CircleQuestionMark, Flag, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { isPageKey } from '../card/use-card-keys.ts'
import { classes } from '../classes.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { DueTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface InboxRow {
  id: string
  href: string
  title: string
  /** Who asks, where: one dim line. */
  detail: string
  dueAt: string | null
  /** A word more: "outside content", "unknown", "1 of 2". */
  chip?: { word: string; tone: Tone; icon?: 'outside' | 'unknown' | 'changed' } | null
}

export interface InboxListProps {
  /** What the rows are. */
  label: string
  rows: InboxRow[]
  current: string | null
  /** How many more there are, and how to get them. */
  more?: { left: number; onMore: () => void; busy: boolean } | null
}

/** What waits, first due first. j and k, or the arrow keys on the list, go from row to row. */
export function InboxList({ label, rows, current, more }: InboxListProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const within = list.current?.contains(document.activeElement) ?? false
      const step =
        event.key === 'j' || (within && event.key === 'ArrowDown') ? 1 : event.key === 'k' || (within && event.key === 'ArrowUp') ? -1 : 0
      if (step === 0 || !isPageKey(event)) return
      const anchors = [...(list.current?.querySelectorAll('a') ?? [])]
      const focused = anchors.indexOf(document.activeElement as HTMLAnchorElement)
      const from = focused >= 0 ? focused : anchors.findIndex((anchor) => anchor.getAttribute('aria-current') === 'true')
      const next = anchors[Math.max(0, Math.min(anchors.length - 1, from + step))]
      if (!next) return
      event.preventDefault()
      next.focus()
      next.click()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <ul ref={list} aria-label={label}>
        {rows.map((row) => (
          <li key={row.id}>
            <InboxListRow row={row} current={row.id === current} />
          </li>
        ))}
      </ul>
      {more && more.left > 0 && (
        <div className="px-5 py-3">
          <Button look="bare" busy={more.busy} onClick={more.onMore}>
            Show more, {more.left.toLocaleString('en')} left
          </Button>
        </div>
      )}
    </>
  )
}

function InboxListRow({ row, current }: { row: InboxRow; current: boolean }) {
  return (
    <Link
      href={row.href}
      scroll={false}
      aria-current={current ? 'true' : undefined}
      className={classes(
        'grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-b px-5 py-3 transition-colors focus-visible:-outline-offset-2',
        current ? 'bg-pen-soft shadow-[inset_2px_0_var(--pen)]' : 'hover:bg-hover',
      )}
    >
      <span className="truncate font-strong">
        <VisibleText text={row.title} className="whitespace-pre!" />
      </span>
      <span className={classes('text-end text-12', current ? 'text-ink-2' : 'text-ink-3')}>
        {row.dueAt && (
          <>
            <span className="sr-only">due </span>
            <DueTime at={row.dueAt} />
          </>
        )}
      </span>
      <span className={classes('truncate text-12', current ? 'text-ink-2' : 'text-ink-3')}>
        <VisibleText text={row.detail} className="whitespace-pre!" />
      </span>
      <span className="text-end">{row.chip && <RowChip {...row.chip} />}</span>
    </Link>
  )
}

const chipIcons = { outside: Flag, unknown: CircleQuestionMark, changed: RefreshCw }

function RowChip({ word, tone, icon }: NonNullable<InboxRow['chip']>) {
  return (
    <Badge tone={tone} {...(icon ? { icon: chipIcons[icon] } : {})}>
      {word}
    </Badge>
  )
}
