import type { UIMessage } from 'ai'
import type { Card } from '#lib/faces/card-data.ts'

/** What a message is drawn as: text, a line for the reads behind it, a frame of cards. */
export type Block =
  | { kind: 'text'; key: string; text: string }
  | { kind: 'reads'; key: string; cards: Card[]; status: 'running' | 'done' | 'failed' | 'waiting' }
  | { kind: 'cards'; key: string; cards: Card[] }

function actionIdOf(part: UIMessage['parts'][number]): string | null {
  if (part.type !== 'data-action') return null
  const { data } = part as { data?: { actionId?: unknown } }
  return typeof data?.actionId === 'string' ? data.actionId : null
}

function isRead(card: Card): boolean {
  return card.effect === 'read' && card.status !== 'awaiting_approval'
}

function readStatus(cards: readonly Card[]): 'running' | 'done' | 'failed' | 'waiting' {
  if (cards.some(({ status }) => status === 'failed' || status === 'denied')) return 'failed'
  if (cards.some(({ status }) => status === 'outcome_unknown')) return 'waiting'
  return cards.every(({ status }) => status === 'succeeded') ? 'done' : 'running'
}

/**
 * Reads and cards that follow each other stand together; all cards of one message share one frame, where its first
 * one stands, since they are decided together. Ids that the server does not know are left out.
 */
export function blocksOf(parts: UIMessage['parts'], cards: Readonly<Record<string, Card>>): Block[] {
  const blocks: Block[] = []
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
    if (!isRead(card)) {
      const frame = blocks.find((block) => block.kind === 'cards')
      if (frame?.kind === 'cards') frame.cards.push(card)
      else blocks.push({ kind: 'cards', key: `cards-${card.id}`, cards: [card] })
      return
    }
    const before = blocks.at(-1)
    const together = before?.kind === 'reads' ? before.cards : []
    if (before?.kind === 'reads') before.cards.push(card)
    else blocks.push({ kind: 'reads', key: `reads-${card.id}`, cards: [card], status: 'running' })
    const line = blocks.at(-1)
    if (line?.kind === 'reads') line.status = readStatus(together.length > 0 ? line.cards : [card])
  })
  return blocks
}
