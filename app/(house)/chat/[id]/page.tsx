import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ConversationSheet } from '#components/frame/conversation-sheet.tsx'
import { PageHeader } from '#components/frame/page-header.tsx'
import { listActions, turnUndoSteps } from '#lib/actions/index.ts'
import { activeTurn, getConversation, listConversations, loadPlan } from '#lib/assistant/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf, turnUndoView } from '#lib/faces/index.ts'
import { modelLabel } from '#lib/models/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { pageId } from '../../page-id.ts'
import { Conversation } from './conversation.tsx'
import { DryRunSwitch } from './dry-run-switch.tsx'
import { planStepOf } from './plan-step.ts'

export const metadata: Metadata = { title: 'Chat' }

/** How many of a conversation's actions have their cards on the page: the newest. */
const cardLimit = 200

export default async function ConversationPage({ params }: { params: Promise<{ id: string }> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const id = pageId((await params).id)
  const conversation = await getConversation(platform, { caller, conversationId: id }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) notFound()
    throw error
  })
  const [turn, actions, { items }, plan] = await Promise.all([
    activeTurn(platform, conversation.id),
    listActions(platform, caller, { conversationId: conversation.id, limit: cardLimit }),
    listConversations(platform, caller, { limit: 30 }),
    loadPlan(platform, { conversationId: conversation.id }),
  ])
  const steps = await turnUndoSteps(platform, turnsOf(actions.items))
  const [cards, undoCards] = await Promise.all([cardsOf(platform, caller, actions.items), cardsOf(platform, caller, steps)])
  const undos = Map.groupBy(undoCards, ({ id }) => steps.find((step) => step.id === id)?.undoTurnId ?? '')
  const header = (
    <PageHeader
      title={conversation.title}
      beside={<span className="truncate text-12 text-ink-3">{modelLabel(platform)}</span>}
      actions={
        <>
          <DryRunSwitch id={conversation.id} dryRun={conversation.dryRun} />
          <ConversationSheet conversations={items.map(({ id, title, active }) => ({ id, title, active }))} />
        </>
      }
    />
  )
  return (
    <Conversation
      key={conversation.id}
      id={conversation.id}
      header={header}
      messages={conversation.messages}
      cards={Object.fromEntries(cards.map((card) => [card.id, card]))}
      plan={Object.fromEntries(plan.map((planned) => [planned.id, planStepOf(planned)]))}
      undos={Object.fromEntries([...undos].map(([turnId, its]) => [turnId, turnUndoView(turnId, its)]))}
      turnId={turn?.id ?? null}
    />
  )
}

/** The turns that did something: only those can have been taken back. */
function turnsOf(rows: readonly { turnId: string | null; effect: string }[]): string[] {
  return [...new Set(rows.flatMap(({ turnId, effect }) => (turnId === null || effect === 'read' ? [] : [turnId])))]
}
