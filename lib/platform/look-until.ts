import type { LiveEvent } from './live.ts'
import type { Platform } from './platform.ts'

/** How often one looks without a hint. */
export const lookEveryMs = 2_000

/**
 * What `look` finds, or null after `ms`. Looks at once, at every hint that `hears` takes, when the live channel has come up, and by
 * itself now and then, since a hint can be lost. Listens before it looks, so that nothing falls in between.
 */
export async function lookUntil<T>(
  platform: Platform,
  { look, hears, ms }: { look: () => Promise<T | null>; hears: (event: LiveEvent) => boolean; ms: number },
): Promise<T | null> {
  const until = performance.now() + ms
  let hinted = false
  let wake: () => void = () => undefined
  const unsubscribe = platform.live.subscribe((event) => {
    if (!hears(event) && event.type !== 'reconnected') return
    hinted = true
    wake()
  })
  try {
    for (;;) {
      hinted = false
      const found = await look()
      const left = until - performance.now()
      if (found !== null || left <= 0) return found
      if (hinted) continue
      const { promise, resolve } = Promise.withResolvers<void>()
      wake = resolve
      const timer = setTimeout(resolve, Math.min(left, lookEveryMs))
      await promise
      clearTimeout(timer)
    }
  } finally {
    unsubscribe()
  }
}
