import { holdsRole, type Role } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { LiveEvent, Platform } from '#lib/platform/index.ts'

/** A comment line this often keeps proxies from closing the stream, and is when the session is looked at again. */
const heartbeatMs = 15_000

/** Whether the caller may hear of it: it is for them, or for a role that they hold, or someone for whom they stand in. */
export function mayHear(caller: Caller, event: LiveEvent): boolean {
  if (event.people?.includes(caller.personId)) return true
  const speaking = [caller, ...caller.standsInFor]
  return event.roles?.some((role) => speaking.some(({ roles }) => holdsRole(roles, role as Role))) ?? false
}

/** Hints as server-sent events, until the client leaves or may no longer listen (`stillIn` answers null). */
export function eventStream(
  platform: Platform,
  caller: Caller,
  stillIn: () => Promise<Caller | null>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let listener = caller
  let over = false
  let timer: NodeJS.Timeout | undefined
  let unsubscribe: () => void = () => undefined
  const leave = () => {
    over = true
    clearInterval(timer)
    unsubscribe()
  }
  return new ReadableStream({
    async start(controller) {
      const end = () => {
        if (over) return
        leave()
        controller.close()
      }
      signal.addEventListener('abort', end)
      if (signal.aborted) return end()
      await platform.live.ready()
      if (over) return
      const say = (text: string) => controller.enqueue(encoder.encode(text))
      const beat = async () => {
        const now = await stillIn().catch(() => listener)
        if (over) return
        if (now === null) return end()
        listener = now
        say(': still here\n\n')
      }
      unsubscribe = platform.live.subscribe((event) => {
        // A gap in our own hearing is a gap for the page: it looks again after it has connected anew.
        if (event.type === 'reconnected') return end()
        // Deactivated, or roles changed: who listens is looked at again at once.
        if (event.type === 'person.updated' && event.id === listener.personId) void beat()
        if (!mayHear(listener, event)) return
        say(`event: ${event.type}\ndata: ${JSON.stringify({ id: event.id, at: event.at })}\n\n`)
      })
      timer = setInterval(() => void beat(), heartbeatMs)
      say(': connected\n\n')
    },
    cancel: leave,
  })
}
