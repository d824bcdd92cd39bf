'use client'
import { CircleQuestionMark, Flag, MessageCircleQuestion, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import { classes } from '../classes.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
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
  chip?: { word: string; tone: Tone; icon?: 'outside' | 'unknown' | 'changed' | 'question' } | null
  /** Whether it can be decided together with others. */
  selectable?: boolean
}

export interface InboxListRowProps {
  row: InboxRow
  current: boolean
  selected: boolean
  leaving: boolean
  /** `range`: with all between this one and the one before. */
  onToggle: (id: string, range: boolean) => void
  /** Instead of the link's own way to the card. */
  onOpen?: ((row: InboxRow) => void) | undefined
}

/** One row: a box to choose it with others, and the way to its card. */
export function InboxListRow({ row, current, selected, leaving, onToggle, onOpen }: InboxListRowProps) {
  return (
    <div className="relative">
      {row.selectable && (
        <label className="absolute top-0 left-0 z-10 grid h-full w-10 cursor-pointer place-items-center">
          <input
            type="checkbox"
            checked={selected}
            tabIndex={-1}
            aria-label={`Choose ${row.title}`}
            onClick={(event) => onToggle(row.id, event.shiftKey)}
            onChange={() => undefined}
            className={classes('size-4 accent-pen', !selected && 'opacity-60 hover:opacity-100')}
          />
        </label>
      )}
      <Link
        href={row.href}
        scroll={false}
        prefetch={false}
        data-row={row.id}
        tabIndex={leaving ? -1 : undefined}
        {...(onOpen && {
          onNavigate: (event: { preventDefault: () => void }) => {
            event.preventDefault()
            onOpen(row)
          },
        })}
        aria-current={current ? 'true' : undefined}
        className={classes(
          'grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-b py-3 pr-5 pl-10 transition-colors focus-visible:-outline-offset-2',
          current ? 'bg-pen-soft shadow-[inset_2px_0_var(--pen)]' : selected ? 'bg-sunk' : 'hover:bg-hover',
        )}
      >
        <span className="truncate font-strong">
          <VisibleText text={row.title} className="whitespace-pre!" />
        </span>
        <span className={classes('text-end text-12', current || selected ? 'text-ink-2' : 'text-ink-3')}>
          {row.dueAt && (
            <>
              <span className="sr-only">due </span>
              <DueTime at={row.dueAt} />
            </>
          )}
        </span>
        <span className={classes('truncate text-12', current || selected ? 'text-ink-2' : 'text-ink-3')}>
          <VisibleText text={row.detail} className="whitespace-pre!" />
        </span>
        <span className="text-end">{row.chip && <RowChip {...row.chip} />}</span>
      </Link>
    </div>
  )
}

const chipIcons = { outside: Flag, unknown: CircleQuestionMark, changed: RefreshCw, question: MessageCircleQuestion }

function RowChip({ word, tone, icon }: NonNullable<InboxRow['chip']>) {
  return (
    <Badge tone={tone} {...(icon ? { icon: chipIcons[icon] } : {})}>
      {word}
    </Badge>
  )
}
