'use client'

import { ApprovalCard, type ApprovalCardProps } from '#components/card/approval-card.tsx'
import { CardBundle } from '#components/card/card-bundle.tsx'
import type { Card } from '#lib/faces/card-data.ts'
import { cancel, decide, resolve, retry } from './commands.ts'

/** A card whose buttons do what they say. */
export function LiveCard({ card, look, keys }: Pick<ApprovalCardProps, 'card' | 'look' | 'keys'>) {
  return (
    <ApprovalCard
      card={card}
      {...(look === undefined ? {} : { look })}
      {...(keys === undefined ? {} : { keys })}
      onDecide={(decision) => decide([decision])}
      onCancel={cancel}
      onRetry={retry}
      onResolve={resolve}
    />
  )
}

/** Cards of one turn: one alone, several in one frame. */
export function LiveCards({ cards, look = 'chat' }: { cards: Card[]; look?: 'chat' | 'inbox' }) {
  const [first] = cards
  if (first === undefined) return null
  if (cards.length === 1) return <LiveCard card={first} look={look} keys={look === 'inbox'} />
  return <CardBundle cards={cards} look={look} onDecide={decide} onCancel={cancel} onRetry={retry} onResolve={resolve} />
}
