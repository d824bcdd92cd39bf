import type { ReactNode } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { classes } from '../classes.ts'
import { statusWords } from '../status-words.ts'
import { toneText } from '../ui/badge.tsx'
import { Icon } from '../ui/icon.tsx'
import { ClockTime } from '../ui/relative-time.tsx'
import { statusLooks } from '../ui/status-chip.tsx'
import { FoldedText } from './folded-text.tsx'

const explained: Partial<Record<Card['status'], string>> = {
  denied: 'The rules do not allow it. Nothing was sent.',
  rejected: 'Nothing was sent.',
  expired: 'Nobody decided in time. Nothing was sent. Ask again if it is still wanted.',
  cancelled: 'It was withdrawn before it ran. Nothing was sent.',
}

function attemptsInWords(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`
}

/** How it ended, when, after how many attempts, and what came back. `actions`: buttons at the end. */
export function Outcome({ card, actions }: { card: Card; actions?: ReactNode }) {
  const look = statusLooks[card.status]
  const text = card.status === 'succeeded' ? card.result : (card.error ?? explained[card.status] ?? null)
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
      <div className="flex min-w-0 flex-1 basis-64 gap-2">
        <Icon of={look.icon} className={classes('mt-[2.5px]', toneText[look.tone])} />
        <div className="min-w-0">
          <p>
            <b className={toneText[look.tone]}>{statusWords[card.status]}</b>
            <span className="text-ink-2">
              {card.settledAt && (
                <>
                  {' '}
                  <ClockTime at={card.settledAt} />
                </>
              )}
              {card.attempts > 0 && `, ${attemptsInWords(card.attempts)}`}
            </span>
          </p>
          {text && <FoldedText text={text} label="What came back" open className="block text-ink-2" />}
        </div>
      </div>
      {actions}
    </div>
  )
}
