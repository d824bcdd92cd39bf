import { Ban, Check, RefreshCw } from 'lucide-react'
import Link from 'next/link'
import type { Card } from '#lib/faces/card-data.ts'
import { links } from '../links.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface CardOutcome {
  id: string
  outcome: 'decided' | 'changed' | 'refused'
  message: string | null
}

const looks: Record<CardOutcome['outcome'], { word: string; tone: Tone; icon: typeof Check }> = {
  decided: { word: 'decided', tone: 'done', icon: Check },
  changed: { word: 'changed meanwhile', tone: 'wait', icon: RefreshCw },
  refused: { word: 'refused', tone: 'bad', icon: Ban },
}

/** What became of each card of a batch. */
export function BatchResult({ cards, outcomes, backHref }: { cards: Card[]; outcomes: CardOutcome[]; backHref: string }) {
  const decided = outcomes.filter(({ outcome }) => outcome === 'decided').length
  const title =
    decided === outcomes.length ? (decided === 1 ? 'Decided' : `All ${decided} decided`) : `${decided} of ${outcomes.length} decided`
  return (
    <section aria-labelledby="batch-result" className="grid max-w-[640px] gap-4">
      <h2 id="batch-result" tabIndex={-1} ref={(heading) => heading?.focus()} className="font-strong text-18 outline-none">
        {title}
      </h2>
      <ul className="divide-y rounded-lg border border-line-2 bg-surface">
        {outcomes.map(({ id, outcome, message }) => {
          const { word, tone, icon } = looks[outcome]
          return (
            <li key={id} className="grid gap-1 px-5 py-3">
              <div className="flex items-start gap-3">
                <Link href={links.action(id)} className="min-w-0 flex-1 hover:underline">
                  <VisibleText text={cards.find((card) => card.id === id)?.sentence ?? id} />
                </Link>
                <Badge tone={tone} icon={icon}>
                  {word}
                </Badge>
              </div>
              {message && <VisibleText text={message} className="text-12 text-ink-2" />}
            </li>
          )
        })}
      </ul>
      <div>
        <ButtonLink href={backHref}>Back to the list</ButtonLink>
      </div>
    </section>
  )
}
