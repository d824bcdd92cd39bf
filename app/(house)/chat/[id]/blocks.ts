import type { UIMessage } from 'ai'
import type { PlanStep } from '#components/chat/plan-frame.tsx'
import type { Card } from '#lib/faces/card-data.ts'

/** What a message is drawn as: text, a line for what was done on the way, a frame of cards. */
export type Block =
  | { kind: 'text'; key: string; text: string }
  | { kind: 'lines'; key: string; cards: Card[]; status: 'running' | 'done' | 'failed' | 'waiting' }
  | { kind: 'cards'; key: string; cards: Card[] }
  | { kind: 'mention'; key: string; card: Card }
  | { kind: 'plan'; key: string; steps: PlanStep[] }

interface BlockSources {
  cards: Readonly<Record<string, Card>>
  plan: Readonly<Record<string, PlanStep>>
  /** Whether an action's card stands in another message. */
  isElsewhere: (actionId: string) => boolean
}

function actionIdOf(part: UIMessage['parts'][number]): string | null {
  if (part.type !== 'data-action') return null
  const { data } = part as { data?: { actionId?: unknown } }
  return typeof data?.actionId === 'string' ? data.actionId : null
}

function plannedIdOf(part: UIMessage['parts'][number]): string | null {
  if (part.type !== 'data-planned') return null
  const { data } = part as { data?: { plannedId?: unknown } }
  return typeof data?.plannedId === 'string' ? data.plannedId : null
}

function isRead(card: Card): boolean {
  return card.effect === 'read' && card.status !== 'awaiting_approval'
}

/** Which message shows an action's card: the first that speaks of it, which is the one that asked. Later ones lead there. */
export function cardHolders(messages: readonly UIMessage[], plan: BlockSources['plan']): ReadonlyMap<string, string> {
  const holders = new Map<string, string>()
  for (const { id, parts } of messages) {
    for (const part of parts) {
      const actionId = actionIdOf(part) ?? plan[plannedIdOf(part) ?? '']?.actionId ?? null
      if (actionId !== null && !holders.has(actionId)) holders.set(actionId, id)
    }
  }
  return holders
}

export function lineStatus(cards: readonly Card[]): 'running' | 'done' | 'failed' | 'waiting' {
  if (cards.some(({ status }) => status === 'failed' || status === 'denied')) return 'failed'
  if (cards.some(({ status }) => status === 'outcome_unknown' || status === 'awaiting_approval')) return 'waiting'
  return cards.every(({ status }) => status === 'succeeded') ? 'done' : 'running'
}

/**
 * Reads that follow each other are one line. The cards of a message stand together at its end, in one frame, since they
 * are decided together; while it is still being written they are lines too, so that nothing jumps under the text that
 * grows. A card that `isElsewhere` is only mentioned. Ids that the server does not know are left out.
 */
export function blocksOf(parts: UIMessage['parts'], { cards, plan, isElsewhere }: BlockSources, streaming: boolean): Block[] {
  const blocks: Block[] = []
  const frame: Card[] = []
  const seen = new Set<string>()
  parts.forEach((part, index) => {
    if (part.type === 'text' && part.text.trim() !== '') {
      const before = blocks.at(-1)
      if (before?.kind === 'text') before.text += `\n\n${part.text}`
      else blocks.push({ kind: 'text', key: `text-${index}`, text: part.text })
      return
    }
    const card = cards[actionIdOf(part) ?? '']
    if (card === undefined || seen.has(card.id)) return
    seen.add(card.id)
    if (isElsewhere(card.id)) blocks.push({ kind: 'mention', key: `mention-${card.id}`, card })
    else if (!isRead(card) && !streaming) frame.push(card)
    else addLine(blocks, card)
  })
  const steps = parts.flatMap((part) => plan[plannedIdOf(part) ?? ''] ?? [])
  // What was planned and then asked for has its card as well.
  frame.push(...steps.flatMap(({ actionId }) => cards[actionId ?? ''] ?? []))
  if (steps.length > 0) blocks.push({ kind: 'plan', key: `plan-${steps[0]?.id}`, steps })
  return frame.length === 0 ? blocks : [...blocks, { kind: 'cards', key: `cards-${frame[0]?.id}`, cards: frame }]
}

function addLine(blocks: Block[], card: Card): void {
  const before = blocks.at(-1)
  if (before?.kind === 'lines') {
    before.cards.push(card)
    before.status = lineStatus(before.cards)
  } else {
    blocks.push({ kind: 'lines', key: `lines-${card.id}`, cards: [card], status: lineStatus([card]) })
  }
}
