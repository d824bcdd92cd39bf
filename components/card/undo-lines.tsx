import { Undo2 } from 'lucide-react'
import Link from 'next/link'
import type { Card } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { statusWords } from '../status-words.ts'
import { Icon } from '../ui/icon.tsx'
import { ClockTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

/** On a done action: who has undone it, or asked to, or why it can't be undone. */
export function UndoState({ card }: { card: Card }) {
  const { undo, whyNotUndo } = card
  if (undo === null && whyNotUndo === null) return null
  return (
    <p className="flex gap-2 text-ink-2">
      <Icon of={Undo2} className="mt-[2.5px] text-ink-3" />
      <span className="min-w-0">
        {undo === null ? (
          <>Can’t be undone. {whyNotUndo === 'This cannot be undone.' ? null : <VisibleText text={whyNotUndo ?? ''} />}</>
        ) : (
          <Link href={links.action(undo.id)} className="quiet-link">
            {undo.status === 'succeeded' ? 'Undone by ' : 'Undo asked for by '}
            <VisibleText text={undo.by} />
            {undo.status === 'succeeded' && undo.at !== null && (
              <>
                , <ClockTime at={undo.at} />
              </>
            )}
            {undo.status !== 'succeeded' && ` (${statusWords[undo.status]})`}
          </Link>
        )}
      </span>
    </p>
  )
}

/** On an undo: what it takes back, who had asked for that and when it was done. */
export function TakesBack({ takesBack }: { takesBack: NonNullable<Card['takesBack']> }) {
  const { id, sentence, by, at, open, turnId } = takesBack
  return (
    <>
      Takes back{' '}
      {open ? (
        <Link href={links.action(id)} className="quiet-link text-ink">
          <VisibleText text={sentence} />
        </Link>
      ) : (
        <VisibleText text={sentence} className="text-ink" />
      )}
      , done for <VisibleText text={by} />
      {at !== null && (
        <>
          , <ClockTime at={at} />
        </>
      )}
      {turnId !== null && (
        <>
          {' · '}
          <Link href={links.turnUndo(turnId)} className="quiet-link">
            one of several undone together
          </Link>
        </>
      )}
    </>
  )
}
