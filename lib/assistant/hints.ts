import { lookEveryMs, type Platform } from '#lib/platform/index.ts'

export interface Hints {
  /**
   * Resolves at the next hint, at once when one came since the last look, and by itself after a while, since a hint can be lost; throws
   * what `signal` was aborted with.
   */
  next(): Promise<void>
  close(): void
}

/** Listens for hints about one thing. Open it before the first look, so that nothing falls in between. */
export function listenFor(platform: Platform, id: string, signal?: AbortSignal): Hints {
  let hinted = signal?.aborted ?? false
  let wake: () => void = () => undefined
  const hint = () => {
    hinted = true
    wake()
  }
  const unsubscribe = platform.live.subscribe((event) => {
    if (event.id === id || event.type === 'reconnected') hint()
  })
  signal?.addEventListener('abort', hint)
  return {
    async next() {
      if (!hinted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = setTimeout(resolve, lookEveryMs)
        await promise
        clearTimeout(timer)
      }
      signal?.throwIfAborted()
      hinted = false
    },
    close() {
      unsubscribe()
      signal?.removeEventListener('abort', hint)
    },
  }
}
