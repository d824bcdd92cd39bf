import type { ModelMessage } from 'ai'
import type { Platform } from '#lib/platform/index.ts'
import { answerAll } from './model-messages.ts'
import { mergeSources, type Source } from './sources.ts'
import { historyChars, historyTurns } from './tunables.ts'
import { textOfParts } from './ui-parts.ts'

export interface History {
  messages: ModelMessage[]
  /** Outside content that stands in these messages. */
  sources: Source[]
}

/** What the model sees of the turns before one: whole turns, the newest that fit. */
export async function loadHistory(platform: Platform, turn: { conversationId: string; sequence: number }): Promise<History> {
  const rows = await platform.db.turn.findMany({
    where: { conversationId: turn.conversationId, sequence: { lt: turn.sequence }, status: { in: ['done', 'failed'] } },
    orderBy: { sequence: 'desc' },
    take: historyTurns,
    include: { messages: { orderBy: { sequence: 'asc' } } },
  })
  const kept: { messages: ModelMessage[]; sources: Source[] }[] = []
  let chars = 0
  for (const { messages: stored } of rows) {
    const messages = answerAll(stored.flatMap(modelMessagesOf))
    chars += JSON.stringify(messages).length
    if (chars > historyChars && kept.length > 0) break
    kept.unshift({ messages, sources: stored.flatMap(({ sources }) => sources as unknown as Source[]) })
  }
  return { messages: kept.flatMap(({ messages }) => messages), sources: mergeSources(...kept.map(({ sources }) => sources)) }
}

function modelMessagesOf(row: { role: string; parts: unknown; model: unknown }): ModelMessage[] {
  if (row.role === 'user') return [{ role: 'user', content: textOfParts(row.parts) }]
  return Array.isArray(row.model) ? (row.model as ModelMessage[]) : []
}
