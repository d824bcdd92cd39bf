'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { ApprovalCard, type ApprovalCardProps } from '#components/card/approval-card.tsx'
import { CardBundle } from '#components/card/card-bundle.tsx'
import type { Answer, CardDecisionEvent } from '#components/card/card-events.ts'
import type { GrantEvent } from '#components/card/grant-form.ts'
import { useOpening } from '#components/inbox/opening.tsx'
import type { Card } from '#lib/faces/card-data.ts'
import { allow, propose } from './approvals/grants/commands.ts'
import { cancel, decide, note, planUndo, resolve, retry, undo } from './commands.ts'
import { signDecisions } from './sign-decisions.ts'

async function decideSigned(decisions: CardDecisionEvent[], cards: readonly Card[]): Promise<Answer> {
  const signed = await signDecisions(decisions, cards)
  return 'problem' in signed ? signed : decide(signed.decisions)
}

async function allowSimilar(grant: GrantEvent): Promise<Answer> {
  const answered = await allow(grant as Parameters<typeof allow>[0])
  if (!('problem' in answered)) return null
  const fields = answered.errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
  return { problem: [answered.problem, fields].filter(Boolean).join(' ') }
}

/** A card whose buttons do what they say. */
export function LiveCard({ card, look, keys }: Pick<ApprovalCardProps, 'card' | 'look' | 'keys'>) {
  return (
    <ApprovalCard
      card={card}
      {...(look === undefined ? {} : { look })}
      {...(keys === undefined ? {} : { keys })}
      onDecide={(decision) => decideSigned([decision], [card])}
      onCancel={cancel}
      onRetry={retry}
      onResolve={resolve}
      onUndo={undo}
      onPlanUndo={planUndo}
      onProposeGrant={propose}
      onGrant={allowSimilar}
      onNote={note}
    />
  )
}

/** Cards of one turn: one alone, several in one frame. What was begun on a card is its own: the next one shown begins anew. */
export function LiveCards({ cards, look = 'chat' }: { cards: Card[]; look?: 'chat' | 'inbox' }) {
  const keep = useKeepCard()
  const opening = useOpening()?.opening ?? false
  const [first] = cards
  if (first === undefined) return null
  const onDecide = async (decisions: CardDecisionEvent[]): Promise<Answer> => {
    const answer = await decideSigned(decisions, cards)
    if (look === 'inbox' && !answer) keep(first.id)
    return answer
  }
  const events = {
    look,
    onCancel: cancel,
    onRetry: retry,
    onResolve: resolve,
    onUndo: undo,
    onPlanUndo: planUndo,
    onProposeGrant: propose,
    onGrant: allowSimilar,
    onNote: note,
  }
  if (cards.length === 1)
    return (
      <ApprovalCard
        key={first.id}
        card={first}
        keys={look === 'inbox' && !opening}
        onDecide={(decision) => onDecide([decision])}
        {...events}
      />
    )
  return <CardBundle key={first.id} cards={cards} onDecide={onDecide} {...events} />
}

/** What was signed leaves the list, not the sight of who signed it: its card stays in the address. */
function useKeepCard(): (id: string) => void {
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams()
  return (id) => {
    if (search.has('card')) return
    router.replace(`${path}?${new URLSearchParams({ ...Object.fromEntries(search), card: id })}`, { scroll: false })
  }
}
