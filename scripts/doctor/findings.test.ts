import { expect, test } from 'vitest'
import type { StuckWhy } from '#lib/actions/index.ts'
import type { DoctorFigures, WorkFigures } from './figures.ts'
import { findingsOf } from './findings.ts'
import { reportLines } from './report.ts'
import { ageWords } from './words.ts'

const worker = {
  id: 'w',
  worker: 'host/1',
  pid: 1,
  host: 'host',
  version: '1.0.0',
  upMs: 3_700_000,
  seenMs: 1_200,
  alive: true,
  lateWhy: null,
  lateMs: null,
  queues: [{ queue: 'actions' as const, waitingMs: null, takenMs: 2_000, tookMs: 2_000 }],
}
const work: WorkFigures = {
  workers: [worker],
  probe: [{ queue: 'actions', ms: 12 }],
  queueAway: null,
  outbox: { count: 0, oldestMs: 0 },
  actions: [],
  turns: [],
  audit: { checkpointMs: 4_000, unsequenced: 0, oldestMs: null },
  failing: [],
}
const figures: DoctorFigures = {
  page: { url: 'http://127.0.0.1:3000', status: 'ok' },
  disk: { folder: '/data', freeMegabytes: 5_000 },
  database: { unapplied: [], skewMs: 3 },
  work,
}
const withWork = (changes: Partial<WorkFigures>) => findingsOf({ ...figures, work: { ...work, ...changes } })
const wrongs = (found: ReturnType<typeof findingsOf>) => found.filter(({ level }) => level === 'wrong')

test('all is well: one aligned line each, and the sum', () => {
  expect(reportLines(findingsOf(figures)).join('\n')).toBe(`  ok     page         answers at http://127.0.0.1:3000
  ok     database     answers, and its tables are up to date
  ok     clock        its clock is the same as this machine’s
  ok     disk         5,000 MB are free below /data
  ok     workers      host/1 lives: up 1 h, seen 1 s ago; canaries taken: actions 2 s ago
  ok     queue        actions: a canary went through in 12 ms
  ok     outbox       empty
  ok     actions      none stands still
  ok     turns        none stands still
  ok     audit        last checkpoint 4 s ago; every event is in the log

  Nothing is wrong.`)
})

test.each<[string, Partial<DoctorFigures>, string]>([
  ['the page is down', { page: { url: 'http://x', status: null } }, 'nothing answers at http://x'],
  ['the page cannot reach its database', { page: { url: 'http://x', status: 'failing' } }, 'cannot reach its database'],
  ['the disk is nearly full', { disk: { folder: '/data', freeMegabytes: 12 } }, '12 MB are free below /data'],
  ['a migration is missing', { database: { unapplied: ['1_x'], skewMs: 0 }, work: null }, '1 migration not applied yet: 1_x'],
  ['the clocks differ', { database: { unapplied: [], skewMs: -65_000 } }, 'its clock is 1 min behind this machine’s'],
  ['no worker lives', { work: { ...work, workers: [], probe: [] } }, 'none lives'],
  ['Redis is away', { work: { ...work, probe: [], queueAway: 'Redis does not answer.' } }, 'Redis does not answer.'],
  ['nobody takes a canary', { work: { ...work, probe: [{ queue: 'turns', ms: null }] } }, 'turns: no worker took our canary'],
  [
    'the outbox is not delivered',
    { work: { ...work, outbox: { count: 3, oldestMs: 70_000 } } },
    '3 rows not delivered, the oldest for 1 min',
  ],
  [
    'the log is behind',
    { work: { ...work, audit: { checkpointMs: null, unsequenced: 2, oldestMs: 90_000 } } },
    '2 events not in the log yet',
  ],
])('%s: it is wrong, and the finding says what to do', (_what, changes, says) => {
  const found = wrongs(findingsOf({ ...figures, ...changes }))
  expect(found.map((finding) => finding.says)).toEqual([expect.stringContaining(says)])
  expect(found[0]?.next).toMatch(/\.$/)
})

test('what waits in a queue for too long is told, although canaries still come through', () => {
  const queues = [{ queue: 'actions' as const, waitingMs: 200_000, takenMs: 1, tookMs: 1 }]
  expect(wrongs(withWork({ workers: [{ ...worker, queues }] }))[0]?.says).toBe(
    'actions: a canary took 12 ms; what is in it waits for 3 min and more',
  )
})

test('a worker that ended itself, or is gone, is told and is nothing wrong while another one lives', () => {
  const late = { ...worker, worker: 'host/2', alive: false, lateWhy: 'actions: nobody took one out', lateMs: 60_000 }
  const found = withWork({ workers: [worker, late, { ...worker, worker: 'other/3', host: 'other', alive: false, seenMs: 90_000 }] })
  expect(found.filter(({ level }) => level === 'waits').map(({ says }) => says)).toEqual([
    'other/3 is gone: last seen 1 min ago',
    'host/2 ended itself 1 min ago: actions: nobody took one out',
  ])
  expect(wrongs(found)).toEqual([])
})

test('a worker that was killed is not told of once another one has taken its place', () => {
  const killed = { ...worker, worker: 'host/0', alive: false, seenMs: 90_000 }
  const found = (upMs: number) => withWork({ workers: [{ ...worker, upMs }, killed] }).filter(({ level }) => level === 'waits')
  expect(found(85_000)).toEqual([])
  expect(found(3_700_000)).toHaveLength(1)
})

const stuck = { about: null, count: 2, oldestMs: 3_600_000, ids: ['a', 'b'] }
const waiting: StuckWhy[] = ['paused', 'rate', 'places', 'line', 'later', 'predecessor', 'unknown']
const broken: StuckWhy[] = ['requested', 'ready', 'lease_over', 'overdue', 'predecessor_ended', 'nobody', 'breaker']

test.each([...waiting.map((why) => ['waits', why] as const), ...broken.map((why) => ['wrong', why] as const)])(
  'actions are %s: %s, with count, age, ids and what to do',
  (level, why) => {
    const finding = withWork({ actions: [{ ...stuck, why }] }).find(({ subject }) => subject === 'actions')
    expect(finding).toMatchObject({ level, ids: ['a', 'b'], says: expect.stringMatching(/^2 actions .+, the oldest for 1 h$/) })
    expect(finding?.next).toMatch(/[.]$/)
  },
)

test('ages are one number', () => {
  expect([0, 999, 1_000, 59_999, 60_000, 7_200_000, 200_000_000].map(ageWords)).toEqual([
    '0 ms',
    '999 ms',
    '1 s',
    '59 s',
    '1 min',
    '2 h',
    '2 d',
  ])
})
