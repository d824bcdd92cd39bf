import type { UIMessageChunk } from 'ai'
import type { Platform } from '#lib/platform/index.ts'
import { listenFor } from './hints.ts'
import { type ChatMessage, chunksOf } from './ui-parts.ts'

export interface TurnToStream {
  turnId: string
  /** Ends the reading; the turn itself goes on. */
  signal?: AbortSignal
}

/**
 * A turn's stream from its beginning to its end, whichever process runs it and however far it has come. One that ended
 * long ago comes as its message.
 */
export async function* streamTurn(platform: Platform, { turnId, signal }: TurnToStream): AsyncGenerator<UIMessageChunk> {
  const hints = listenFor(platform, turnId, signal)
  try {
    for (let index = 0; ; await hints.next()) {
      // The state is read before the chunks: an end that is seen here has all its chunks written.
      const turn = await platform.db.turn.findUnique({ where: { id: turnId }, select: { status: true } })
      const rows = await platform.db.turnChunk.findMany({ where: { turnId, index: { gte: index } }, orderBy: { index: 'asc' } })
      for (const row of rows) {
        yield* row.chunks as unknown as UIMessageChunk[]
        index = row.index + 1
      }
      if (turn?.status === 'queued' || turn?.status === 'running') continue
      if (index === 0) yield* await storedStream(platform, turnId)
      return
    }
  } finally {
    hints.close()
  }
}

async function storedStream(platform: Platform, turnId: string): Promise<UIMessageChunk[]> {
  const row = await platform.db.message.findUnique({ where: { id: turnId } })
  return row === null ? [] : chunksOf({ id: row.id, role: 'assistant', parts: row.parts as unknown as ChatMessage['parts'] })
}
