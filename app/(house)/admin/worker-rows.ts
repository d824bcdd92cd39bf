import type { WorkerFigures } from '#lib/actions/index.ts'
import type { WorkerPulse } from '#lib/platform/pulse/index.ts'

export interface WorkerRow {
  worker: string
  state: 'lives' | 'late' | 'gone'
  /** Why it ended itself, if it did. */
  why: string | null
  /** How long the oldest canary in a queue of its waits by now; null: all are taken. */
  waitingMs: number | null
  attempts: number
  notSucceeded: number
  lastSeen: Date
}

/** Workers that live, then those that ended or are gone; what each did comes from its attempts. */
export function workerRows(pulses: readonly WorkerPulse[], figures: readonly WorkerFigures[], now: Date): WorkerRow[] {
  const did = (worker: string) => figures.find((each) => each.worker === worker)
  const seen = pulses.map((pulse): WorkerRow => {
    const waiting = pulse.queues.flatMap(({ waitingMs }) => waitingMs ?? [])
    return {
      worker: pulse.worker,
      state: pulse.alive ? 'lives' : pulse.lateWhy === null ? 'gone' : 'late',
      why: pulse.lateWhy,
      waitingMs: pulse.alive && waiting.length > 0 ? Math.max(...waiting) : null,
      attempts: did(pulse.worker)?.attempts ?? 0,
      notSucceeded: did(pulse.worker)?.notSucceeded ?? 0,
      lastSeen: new Date(now.getTime() - pulse.seenMs),
    }
  })
  const forgotten = figures.filter(({ worker }) => !pulses.some((pulse) => pulse.worker === worker))
  return [
    ...seen.filter(({ state }) => state === 'lives'),
    ...seen.filter(({ state }) => state !== 'lives'),
    ...forgotten.map(({ worker, attempts, notSucceeded, lastAttemptAt }) => ({
      ...{ worker, state: 'gone' as const, why: null, waitingMs: null },
      ...{ attempts, notSucceeded, lastSeen: lastAttemptAt },
    })),
  ].slice(0, 20)
}
