'use client'
import { useCallback, useRef, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { ApprovalCard } from './approval-card.tsx'
import type { Answer, CardDecisionEvent, CardEvents } from './card-events.ts'
import { useSend } from './use-send.ts'
import { WaitingBar } from './waiting-bar.tsx'

export interface CardBundleProps extends Omit<CardEvents, 'onDecide'> {
  /** Cards of one turn, in the order in which they would run. */
  cards: Card[]
  look?: 'chat' | 'inbox'
  /** One entry per card, each with the digest that was on the page; what waits for another comes before it. */
  onDecide?: (decisions: CardDecisionEvent[]) => Answer | Promise<Answer>
}

/** Two or more cards of one turn in one frame: decided one by one, or in one go, each on its own digest. */
export function CardBundle({ cards, look = 'chat', onDecide, ...events }: CardBundleProps) {
  const [folds, setFolds] = useState<Readonly<Record<string, number>>>({})
  const noteFolds = useCallback(
    (id: string, left: number) => setFolds((known) => (known[id] === left ? known : { ...known, [id]: left })),
    [],
  )
  const { busy, problem, send } = useSend(cards.map((card) => `${card.status}${card.digest}`).join())

  const mine = cards.filter((card) => card.status === 'awaiting_approval' && card.mayDecide && card.digest !== null)
  const together = onDecide !== undefined && mine.length > 1
  const left = mine.reduce((sum, card) => sum + (folds[card.id] ?? 0), 0)
  const first = cards[0]
  const allWait = cards.every((card) => card.status === 'awaiting_approval' && !card.mayDecide && card.waitsFor === first?.waitsFor)
  const withdrawable = cards.filter((card) => card.mayCancel)
  const { onCancel } = events

  const frame = useRef<HTMLDivElement>(null)
  const showFold = () => frame.current?.querySelector<HTMLElement>('[data-fold]')?.focus()
  const decideAll = () =>
    onDecide &&
    void send('all', () =>
      onDecide(
        // What waits for another is decided first: the other could run to its end before, and be told without it.
        mine.toReversed().map((card) => ({ id: card.id, digest: card.digest ?? '', verdict: 'approve' as const })),
      ),
    )
  const withdrawAll = async () => {
    for (const card of withdrawable) {
      const answer = await onCancel?.(card.id)
      if (answer?.problem) return answer
    }
    return null
  }
  return (
    <div ref={frame} className="w-full max-w-[640px] overflow-clip rounded-lg border border-line-2 bg-surface">
      <div className="divide-y divide-line-2">
        {cards.map((card) => (
          <ApprovalCard
            key={card.id}
            card={card}
            look={look}
            inFrame={{ quiet: together, silent: allWait }}
            onFoldsLeft={noteFolds}
            {...events}
            {...(onDecide ? { onDecide: (decision: CardDecisionEvent) => onDecide([decision]) } : {})}
          />
        ))}
      </div>
      {problem && (
        <div className="px-5 py-3">
          <ErrorNotice title="That did not go through for all of them">{problem}</ErrorNotice>
        </div>
      )}
      {together && (
        <footer className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line-2 border-t bg-sunk px-5 py-3">
          <Button look="sign" busy={busy === 'all'} aria-disabled={left > 0 || undefined} onClick={left > 0 ? showFold : decideAll}>
            {mine.length === 2 ? 'Do both' : `Do all ${mine.length}`}
          </Button>
          <span className="min-w-0 flex-1 basis-40 text-12 text-ink-2">
            {left > 0 ? 'Open what is folded first: you sign all of it.' : 'Your signature goes on each of them by itself.'}
          </span>
        </footer>
      )}
      {allWait && first && (
        <WaitingBar
          card={first}
          busy={busy === 'withdraw'}
          withdrawLabel={withdrawable.length > 1 ? 'withdraw all' : 'withdraw'}
          onWithdraw={withdrawable.length > 0 && onCancel ? () => void send('withdraw', withdrawAll) : undefined}
        />
      )}
    </div>
  )
}
