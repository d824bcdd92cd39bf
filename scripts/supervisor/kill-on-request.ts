import type { LogSink } from './log-sink.ts'
import type { SupervisedChild } from './supervised-child.ts'

/**
 * What the demo's back office may ask of the supervisor: that the worker dies as in a crash, so that a visitor can watch what becomes
 * of its work. Nothing else is heard, and no other child is listened to.
 */
export function killOnRequest(worker: () => SupervisedChild | undefined, log: LogSink) {
  return (message: unknown): { killed: number | null } | null => {
    if ((message as { kill?: unknown } | null)?.kill !== 'worker') return null
    log.say('demo', 40, 'asks for the worker to be killed')
    return { killed: worker()?.kill() ?? null }
  }
}
