import type { Platform } from '#lib/platform/index.ts'

/** Runs `work` every `everyMs`, never twice at once; a failure is logged and the next round tries again. Answers the stopper. */
export function repeatedly(platform: Platform, name: string, everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false
  const round = async () => {
    try {
      await work()
    } catch (error) {
      platform.log.warn({ error, loop: name }, 'a round failed; the next one tries again')
    }
    if (!stopped) timer = setTimeout(next, everyMs)
  }
  const next = () => {
    running = round()
  }
  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
