import { createUIMessageStreamResponse, type UIMessageChunk } from 'ai'
import { streamTurn } from '#lib/assistant/index.ts'
import type { Platform } from '#lib/platform/index.ts'

/** Proxies close what says nothing for long. */
const keepAliveMs = 15_000

/** A turn as the AI SDK's UI message stream, from its beginning. Who hangs up stops the reading, not the turn. */
export function turnStream(platform: Platform, turnId: string): Response {
  const left = new AbortController()
  const chunks = streamTurn(platform, { turnId, signal: left.signal })
  const stream = new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      } catch (error) {
        if (!left.signal.aborted) controller.error(error)
      }
    },
    cancel: () => left.abort(),
  })
  // Without no-transform, compression holds the stream back.
  return createUIMessageStreamResponse({ stream, keepAliveMs, headers: { 'cache-control': 'no-cache, no-transform' } })
}
