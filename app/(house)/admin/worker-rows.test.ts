import { expect, test } from 'vitest'
import type { WorkerPulse } from '#lib/platform/pulse/index.ts'
import { workerRows } from './worker-rows.ts'

const now = new Date('2026-11-21T12:00:00Z')
const pulse: WorkerPulse = {
  ...{
    id: 'a',
    worker: 'host/1',
    pid: 1,
    host: 'host',
    version: '1',
    upMs: 9_000,
    seenMs: 1_000,
    alive: true,
    lateWhy: null,
    lateMs: null,
  },
  queues: [
    { queue: 'turns', waitingMs: 3_000, takenMs: 1, tookMs: 1 },
    { queue: 'actions', waitingMs: 9_000, takenMs: 1, tookMs: 1 },
  ],
}
const figures = { lastAttemptAt: new Date('2026-11-21T11:00:00Z'), attempts: 7, notSucceeded: 2 }

test('a worker that lives is not hidden behind those that are gone, and says what waits longest', () => {
  const late = { ...pulse, worker: 'host/2', alive: false, lateWhy: 'turns: nobody took one out' }
  const rows = workerRows([late, pulse, { ...pulse, worker: 'host/3', alive: false }], [{ ...figures, worker: 'host/1' }], now)
  expect(rows.map(({ worker, state, waitingMs }) => [worker, state, waitingMs])).toEqual([
    ['host/1', 'lives', 9_000],
    ['host/2', 'late', null],
    ['host/3', 'gone', null],
  ])
  expect(rows[0]).toMatchObject({ attempts: 7, notSucceeded: 2, lastSeen: new Date('2026-11-21T11:59:59Z') })
})

test('one that is known from its attempts alone is gone', () => {
  expect(workerRows([], [{ ...figures, worker: 'old/1' }], now)).toEqual([
    expect.objectContaining({ worker: 'old/1', state: 'gone', lastSeen: figures.lastAttemptAt }),
  ])
})
