import { Refusal } from './refusal.ts'

/** The supervisor answers at once; whoever waits longer was not heard. */
const patienceMs = 2_000

/**
 * Asks the supervisor, over the channel that it opened to this process, to kill the worker as a crash would.
 * Answers its process number, null when there was none just then. Refuses when nobody answers.
 */
export function killWorker(): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      clearTimeout(late)
      process.off('message', hear)
      act()
    }
    const hear = (message: { killed?: number | null }) => {
      if (message.killed !== undefined) end(() => resolve(message.killed ?? null))
    }
    const late = setTimeout(() => end(() => reject(new Refusal(503, 'The supervisor did not answer. Press again.'))), patienceMs)
    process.on('message', hear)
    process.send?.({ kill: 'worker' })
  })
}
