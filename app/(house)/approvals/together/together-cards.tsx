'use client'

import { BatchCards, type BatchCardsProps } from '#components/inbox/batch-cards.tsx'
import { decideTogether } from '../commands.ts'

/** The cards of a batch, whose buttons do what they say. */
export function TogetherCards(props: Pick<BatchCardsProps, 'cards' | 'leftOut'>) {
  return <BatchCards {...props} onDecide={decideTogether} backHref="/approvals" />
}
