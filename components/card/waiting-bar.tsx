'use client'
import type { Card } from '#lib/faces/card-data.ts'
import { PausedChip } from '../ui/paused-chip.tsx'
import { TimeLeft } from '../ui/relative-time.tsx'
import { StatusChip } from '../ui/status-chip.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface WaitingBarProps {
  card: Card
  /** Why the reader may not decide is said too. */
  explain?: boolean
  onWithdraw?: (() => void) | undefined
  busy?: boolean
  /** Instead of "withdraw". */
  withdrawLabel?: string
}

function waitingWords(card: Card): string {
  if (card.held) return card.held.sentence
  if (card.status === 'requested') return 'What it would change is being looked up. Nothing has changed yet.'
  if (card.status === 'running') return card.attempts > 1 ? `Attempt ${card.attempts} is under way.` : 'It is under way.'
  if (card.status === 'queued') return card.waitsFor ? `Waits for ${card.waitsFor}.` : 'It runs in a moment.'
  return card.waitsFor ? `for ${card.waitsFor}` : 'for someone else'
}

/** The strip under a card that waits for something or someone other than the reader. */
export function WaitingBar({ card, explain = true, onWithdraw, busy = false, withdrawLabel = 'withdraw' }: WaitingBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1 border-line-2 border-t bg-sunk px-5 py-2.5 text-14 text-ink-2">
      {card.held?.word ? <PausedChip word={card.held.word} /> : <StatusChip status={card.status} onSunk />}
      <span className="min-w-0 flex-1 basis-48" aria-live="polite">
        <VisibleText text={waitingWords(card)} />
        {card.status === 'awaiting_approval' && card.dueAt && (
          <>
            {' '}
            · <TimeLeft at={card.dueAt} /> more
          </>
        )}
        {explain && card.whyNot && (
          <span className="block text-12 text-ink-3">
            <VisibleText text={card.whyNot} />
          </span>
        )}
      </span>
      {onWithdraw && (
        <button
          type="button"
          disabled={busy}
          onClick={onWithdraw}
          className="quiet-link min-h-6 disabled:opacity-50 pointer-coarse:min-h-9"
        >
          {busy ? 'withdrawing…' : withdrawLabel}
        </button>
      )}
    </div>
  )
}
