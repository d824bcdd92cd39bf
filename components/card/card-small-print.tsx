'use client'
import Link from 'next/link'
import { useId, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { Digest } from '../ui/digest.tsx'
import { TimeLeft } from '../ui/relative-time.tsx'
import { ScrollWindow } from '../ui/scroll-window.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { FromOutside } from './from-outside.tsx'

export interface CardSmallPrintProps {
  card: Card
  /** With a link to the story. */
  story: boolean
}

/** Fingerprint, time left, and everything that is sent, to the last character. */
export function CardSmallPrint({ card, story }: CardSmallPrintProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <div className="px-5 pb-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-3">
        {card.digest && <Digest value={card.digest} />}
        {card.status === 'awaiting_approval' && card.dueAt && (
          <span>
            waits <TimeLeft at={card.dueAt} /> more
          </span>
        )}
        {card.grant !== null && (
          <Link href="/approvals/grants" className="quiet-link inline-flex min-h-6 items-center">
            {card.grant}
          </Link>
        )}
        {card.model && (
          <span>
            chosen by <VisibleText text={card.model.label} />
            {card.model.confidence !== null && `, ${Math.round(card.model.confidence * 100)} % sure`}
          </span>
        )}
        {card.input.length > 0 && (
          <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)} className="quiet-link min-h-6">
            everything that is sent
          </button>
        )}
        {story && (
          <Link href={links.action(card.id)} className="quiet-link inline-flex min-h-6 items-center">
            story
          </Link>
        )}
      </div>
      <div id={id} hidden={!open}>
        {open && <Sent card={card} />}
      </div>
    </div>
  )
}

function Sent({ card }: { card: Card }) {
  return (
    <ScrollWindow label="Everything that is sent" className="mt-2 max-h-96 overflow-y-auto rounded-md border bg-sunk px-3 py-1.5 text-12">
      <p className="py-1 font-mono text-ink-3">{card.operation}</p>
      <dl>
        {card.input.map((entry) => (
          <div key={entry.path} className="grid grid-cols-1 gap-x-4 py-1 @sm:grid-cols-[minmax(80px,148px)_1fr]">
            <dt className="break-words font-mono text-ink-3">
              <VisibleText text={entry.path} />
            </dt>
            <dd className="font-mono text-ink">
              <VisibleText text={entry.text} />
              {entry.outside && <FromOutside title={entry.outside} />}
            </dd>
          </div>
        ))}
      </dl>
    </ScrollWindow>
  )
}
