'use client'

import type { UIMessage } from 'ai'
import type { Answer } from '#components/card/card-events.ts'
import { AssistantMessage, Writing } from '#components/chat/assistant-message.tsx'
import { PlanFrame, type PlanStep } from '#components/chat/plan-frame.tsx'
import { ToolLine } from '#components/chat/tool-line.tsx'
import { links } from '#components/links.ts'
import { TurnUndoFrame } from '#components/undo/turn-undo-frame.tsx'
import { UndoAll } from '#components/undo/undo-all.tsx'
import type { Card, TurnUndoView } from '#lib/faces/card-data.ts'
import { undoAll } from '../../commands.ts'
import { LiveCards } from '../../live-card.tsx'
import { type Block, blocksOf, lineStatus } from './blocks.ts'

interface MessagePartsProps {
  parts: UIMessage['parts']
  cards: Readonly<Record<string, Card>>
  /** What was planned, by its id, and how it is made real. */
  plan: Readonly<Record<string, PlanStep>>
  onRequestPlan: (ids: string[]) => Promise<Answer>
  /** Whether an action's card stands in another message. */
  isElsewhere?: (actionId: string) => boolean
  streaming?: boolean
  /** The turn that this answers: what it did can be taken back together. */
  turnId?: string
  undo?: TurnUndoView
}

/** What the assistant wrote and did, in its order. A card is drawn from the server's row, never from the message. */
export function MessageParts(props: MessagePartsProps) {
  const { parts, cards, plan, onRequestPlan, isElsewhere = () => false, streaming = false, turnId, undo } = props
  const blocks = blocksOf(parts, { cards, plan, isElsewhere }, streaming)
  const last = blocks.length - 1
  return (
    <div className="flex flex-col gap-4">
      {blocks.map((block, index) => (
        <BlockView key={block.key} block={block} onRequestPlan={onRequestPlan} streaming={streaming && index === last} />
      ))}
      {turnId !== undefined && (
        <UndoAll turnId={turnId} cards={blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []))} onUndoAll={undoAll} />
      )}
      {undo !== undefined && <TurnUndoFrame undo={undo} story />}
      {streaming && blocks[last]?.kind !== 'text' && <Writing />}
    </div>
  )
}

function BlockView({ block, streaming, onRequestPlan }: { block: Block; streaming: boolean } & Pick<MessagePartsProps, 'onRequestPlan'>) {
  if (block.kind === 'text') return <AssistantMessage text={block.text} streaming={streaming} />
  if (block.kind === 'plan') return <PlanFrame steps={block.steps} onRequest={onRequestPlan} />
  if (block.kind === 'cards') return <LiveCards cards={block.cards} />
  if (block.kind === 'mention') {
    const { id, sentence } = block.card
    return <ToolLine text={sentence} status={lineStatus([block.card])} href={links.cardOnPage(id)} leadsTo="its card" />
  }
  const [only] = block.cards
  const text = block.cards.map((card) => card.sentence).join(', ')
  return (
    <ToolLine
      text={text}
      status={block.status}
      actions={block.cards.length}
      {...(only === undefined ? {} : { href: block.cards.length === 1 ? links.action(only.id) : links.actions })}
    />
  )
}
