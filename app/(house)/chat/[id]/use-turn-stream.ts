'use client'

import { parseJsonEventStream, readUIMessageStream, type UIMessage, type UIMessageChunk, uiMessageChunkSchema } from 'ai'
import { useEffect, useRef, useState } from 'react'

/**
 * Joins the turn under way from its beginning and answers the message as far as it has come; null when none is.
 * The server keeps the stream, so a reload, a second tab and a lost connection are the same thing.
 */
export function useTurnStream(conversationId: string, turnId: string | null, onEnd: () => void): UIMessage | null {
  const [streamed, setStreamed] = useState<UIMessage | null>(null)
  const ended = useRef(onEnd)
  useEffect(() => {
    ended.current = onEnd
  })
  useEffect(() => {
    if (turnId === null) return
    const left = new AbortController()
    const join = async () => {
      const response = await fetch(`/api/v1/conversations/${conversationId}/stream`, { signal: left.signal })
      if (response.status !== 200 || response.body === null) return
      const chunks = parseJsonEventStream({ stream: response.body, schema: uiMessageChunkSchema }).pipeThrough(
        new TransformStream({
          transform(parsed, controller: TransformStreamDefaultController<UIMessageChunk>) {
            if (parsed.success) controller.enqueue(parsed.value)
          },
        }),
      )
      for await (const message of readUIMessageStream({ stream: chunks })) setStreamed(message)
    }
    join()
      .catch(() => undefined)
      .finally(() => {
        if (!left.signal.aborted) ended.current()
      })
    return () => left.abort()
  }, [conversationId, turnId])
  return streamed
}
