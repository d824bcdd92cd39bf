'use client'
import { CirclePause, Clock, PenLine, TriangleAlert } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import { Badge } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { Notice } from '../ui/notice.tsx'
import { statusLooks } from '../ui/status-chip.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { describeMarks } from '../visible-text.ts'
import { CardChanges } from './card-changes.tsx'
import type { CardEvents } from './card-events.ts'
import { CardFoot } from './card-foot.tsx'
import { CardNotes } from './card-notes.tsx'
import { CardReasons } from './card-reasons.tsx'
import { CardSmallPrint } from './card-small-print.tsx'
import { foldsOf } from './folds.ts'

export interface ApprovalCardProps extends CardEvents {
  card: Card
  /** chat: narrow; inbox: wide, the whole page on a phone; story: the signed paper. */
  look?: 'chat' | 'inbox' | 'story'
  /** Listens to a, e, r and q: for the one card that the page is about. */
  keys?: boolean
  /** Part of a frame that has its own border, and maybe its own buttons. */
  inFrame?: { quiet: boolean; silent: boolean }
  /** How many folds are still closed, told to the frame. */
  onFoldsLeft?: (id: string, left: number) => void
}

const settled = new Set<Card['status']>(['succeeded', 'failed', 'denied', 'rejected', 'expired', 'cancelled'])

function cardIcon(card: Card) {
  if (card.held?.word) return CirclePause
  if (card.status === 'awaiting_approval') return card.after.length > 0 ? Clock : PenLine
  return settled.has(card.status) ? PenLine : statusLooks[card.status].icon
}

/** The one card for every action: what, how grave, before and after, who and why, and what can be done now. */
export function ApprovalCard(props: ApprovalCardProps) {
  const { card, look = 'chat', keys = false, inFrame, onFoldsLeft, ...events } = props
  const titleId = useId()
  const article = useRef<HTMLElement>(null)
  const { opened, open, left } = useFolds(card)
  const openFold = (key: string) => {
    open(key)
    // The button is gone: whoever came by keyboard goes on from what it showed.
    requestAnimationFrame(() => article.current?.querySelector<HTMLElement>(`[data-unfolded="${CSS.escape(key)}"]`)?.focus())
  }
  useEffect(() => onFoldsLeft?.(card.id, left.length), [card.id, left.length, onFoldsLeft])
  const marks = useMemo(
    () =>
      describeMarks([
        card.sentence,
        card.label,
        ...card.changes.flatMap((change) => [change.before ?? '', change.after ?? '']),
        ...card.input.map((one) => one.text),
      ]),
    [card],
  )
  const whole = look === 'inbox' && !inFrame
  return (
    <article
      ref={article}
      id={`card-${card.id}`}
      aria-labelledby={titleId}
      className={classes(
        '@container w-full scroll-mt-16 bg-surface',
        !inFrame && 'max-w-[640px] rounded-lg border border-line-2',
        !inFrame && !whole && 'overflow-hidden',
        whole && 'max-sm:flex max-sm:min-h-[calc(100dvh-108px)] max-sm:max-w-none max-sm:flex-col max-sm:rounded-none max-sm:border-0',
      )}
    >
      <header className="flex flex-wrap items-start gap-2 px-5 pt-3.5 text-12 text-ink-2">
        <span className="flex min-w-0 flex-1 basis-32 items-start gap-2">
          <Icon of={cardIcon(card)} className={classes('mt-px', card.status === 'running' && 'animate-spin')} />
          <span className="min-w-0 flex-1">
            <VisibleText text={`${card.title} · ${card.where}`} />
          </span>
        </span>
        <span className="-my-px flex max-w-full flex-wrap gap-1 empty:hidden">
          {card.environment !== 'production' && <Badge>sandbox: nothing real</Badge>}
          {!settled.has(card.status) &&
            card.gravity.map(({ word, tone }) => (
              <Badge key={word} tone={tone}>
                {word}
              </Badge>
            ))}
        </span>
      </header>
      <h2 id={titleId} className="px-5 pt-2 pb-3.5 font-strong text-18 tracking-[-.012em]">
        <VisibleText text={card.sentence} />
      </h2>
      {(card.note || marks) && (
        <div className="grid gap-2 px-5 pb-3.5">
          {card.note && (
            <Notice tone="wait">
              <VisibleText text={card.note} />
            </Notice>
          )}
          {marks && (
            <Notice tone="wait" icon={TriangleAlert}>
              {marks}
            </Notice>
          )}
        </div>
      )}
      <CardChanges changes={card.changes} opened={opened} onOpen={openFold} />
      <div className={card.changes.length === 0 ? 'border-t' : ''}>
        <CardReasons card={card} />
        <CardSmallPrint card={card} story={look !== 'story'} />
      </div>
      <CardNotes card={card} onNote={events.onNote} keys={keys} />
      <CardFoot
        card={card}
        {...events}
        keys={keys}
        quiet={inFrame?.quiet ?? false}
        silent={inFrame?.silent ?? false}
        sticky={whole}
        foldsLeft={left.length}
        onShowFold={() => article.current?.querySelector<HTMLElement>('[data-fold]')?.focus()}
      />
    </article>
  )
}

/** Which folds are open. A new digest is another paper: all are closed again. */
function useFolds(card: Card): { opened: ReadonlySet<string>; open: (key: string) => void; left: string[] } {
  const [state, setState] = useState<{ digest: string | null; opened: ReadonlySet<string> }>({ digest: card.digest, opened: new Set() })
  const opened = state.digest === card.digest ? state.opened : new Set<string>()
  const left = foldsOf(card).filter((key) => !opened.has(key))
  const open = (key: string) => setState({ digest: card.digest, opened: new Set([...opened, key]) })
  return { opened, open, left }
}
