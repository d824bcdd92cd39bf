import pg from 'pg'
import { expect, test } from 'vitest'
import { probeQueues, pulseHealth, readPulses, startCanaries, sweepPulses } from '#lib/platform/pulse/index.ts'
import { emptyQueue } from '../support/empty-queue.ts'
import { type TestDatabase, testDatabase } from '../support/test-database.ts'
import { type TestPlatform, testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

const queues = ['actions', 'prepare', 'turns'] as const

interface TestWorker {
  platform: TestPlatform
  /** Ids of the jobs that were no canaries. */
  jobs: string[]
  late: string[]
  beat(): Promise<void>
  /** Beats until `until` holds, with so many milliseconds between two of them. */
  beatUntil(until: () => boolean | Promise<boolean>, every?: number): Promise<void>
  /** The consumers are gone, and the process does not know. */
  deafen(): Promise<void>
  listen(): void
  stop(): Promise<void>
}

/** A worker process in small: real queues, and beats when the test says so. */
async function worker(
  name: string,
  { database, places = 2, patience, deaf = false }: { database: TestDatabase; places?: number; patience?: number; deaf?: boolean },
): Promise<TestWorker> {
  const platform = await testPlatform({ database })
  const [jobs, late]: [string[], string[]] = [[], []]
  const canaries = startCanaries(platform, {
    worker: name,
    queues: { actions: places, prepare: places, turns: places },
    onLate: (why) => late.push(why),
    everyMs: Number.POSITIVE_INFINITY,
    ...(patience === undefined ? {} : { patience }),
  })
  let closers: (() => Promise<void>)[] = []
  const listen = () => {
    closers = queues.map((queue) =>
      platform.queues.work(
        queue,
        places,
        canaries.through(queue, async (id) => void jobs.push(id)),
      ),
    )
  }
  if (!deaf) listen()
  return {
    platform,
    jobs,
    late,
    listen,
    beat: canaries.beat,
    beatUntil: async (until, every = 5) => {
      await waitFor(
        async () => {
          await canaries.beat()
          return until()
        },
        { every, within: 25_000, what: `the end of ${name}’s beats` },
      )
    },
    deafen: async () => void (await Promise.all(closers.map((close) => close()))),
    stop: canaries.stop,
  }
}

async function own({ platform }: TestWorker, name: string) {
  return (await readPulses(platform)).find((pulse) => pulse.worker === name)
}

test('a canary goes through each queue, whoever takes it is noted, and other jobs go on to their processor', async () => {
  const one = await worker('one', { database: await testDatabase(), patience: 50 })
  expect(await pulseHealth(one.platform)).toEqual({ workers: 'none', queues: 'ok' })
  await one.beat()
  await one.platform.queues.add([{ queue: 'turns', jobId: 'a', data: { id: 'something else' }, delayMs: 0 }])
  await waitFor(async () => (await own(one, 'one'))?.queues.every(({ waitingMs, takenMs }) => waitingMs === null && takenMs !== null))
  await waitFor(() => one.jobs.length > 0)
  await one.beat()
  expect((await own(one, 'one'))?.queues.every(({ tookMs }) => tookMs !== null)).toBe(true)
  expect(await own(one, 'one')).toMatchObject({ alive: true, pid: process.pid, version: expect.stringMatching(/^\d/), lateWhy: null })
  expect(one.jobs).toEqual(['something else'])
  expect([...(await probeQueues(one.platform, { queues, ms: 5_000 })).values()].every((ms) => ms !== null)).toBe(true)
  expect(await pulseHealth(one.platform)).toEqual({ workers: 'ok', queues: 'ok' })
  await one.stop()
  expect(await readPulses(one.platform)).toEqual([])
})

test('a worker whose consumers are gone is late, with the queue and the reason, once; the age of what waits is seen', async () => {
  const deaf = await worker('deaf', { database: await testDatabase(), patience: 4 })
  await deaf.beat()
  await waitFor(async () => (await own(deaf, 'deaf'))?.queues.every(({ waitingMs }) => waitingMs === null))
  await deaf.deafen()
  await deaf.beatUntil(() => deaf.late.length > 0)
  expect(deaf.late[0]).toMatch(/^(actions|prepare|turns): the queue takes jobs in, but for 4 beats nobody took one out$/)
  await deaf.beat()
  expect(deaf.late).toHaveLength(1)
  const pulse = await own(deaf, 'deaf')
  expect(pulse).toMatchObject({ alive: false, lateWhy: deaf.late[0] })
  expect(pulse?.queues.some(({ waitingMs }) => waitingMs !== null)).toBe(true)
  expect((await probeQueues(deaf.platform, { queues: ['actions'], ms: 100 })).get('actions')).toBeNull()
  await deaf.stop()
  expect(await own(deaf, 'deaf')).toMatchObject({ lateWhy: deaf.late[0] })
})

test('another worker takes the canaries of one that is deaf: that one is late all the same, the other is not', async () => {
  const database = await testDatabase()
  const well = await worker('well', { database, patience: 50 })
  const deaf = await worker('deaf', { database, patience: 4 })
  await well.beat()
  await deaf.deafen()
  const taken = async () => (await own(deaf, 'deaf'))?.queues.every(({ waitingMs }) => waitingMs === null)
  await waitFor(
    async () => {
      await Promise.all([well.beat(), deaf.beat()])
      await waitFor(taken)
      return deaf.late.length > 0
    },
    { within: 20_000 },
  )
  expect(deaf.late[0]).toContain('other workers take jobs out, this one took none for')
  expect(well.late).toEqual([])
})

test('others are only faster: a worker that can take jobs gets one of its summons, and is not late', async () => {
  const database = await testDatabase()
  await (await worker('fast', { database, patience: 50 })).beat()
  const slow = await worker('slow', { database, patience: 3, deaf: true })
  // Up to the brink: from here on only a summons, which fills the places of the other, can save it.
  const taken = async () => (await own(slow, 'slow'))?.queues.every(({ waitingMs }) => waitingMs === null) ?? false
  for (let beats = 0; beats < 2; beats += 1) {
    await slow.beat()
    await waitFor(taken)
  }
  slow.listen()
  // There are few summonses: between two of them it has the time to begin, and to be given one.
  await waitFor(
    async () => {
      await slow.beat()
      return (await own(slow, 'slow'))?.queues.every(({ tookMs }) => tookMs !== null)
    },
    { every: 1_000 },
  )
  expect(slow.late).toEqual([])
})

test('canaries that a flushed queue lost are sent again, and nobody is late', async () => {
  const one = await worker('one', { database: await testDatabase(), patience: 50, deaf: true })
  await one.beat()
  await emptyQueue(one.platform)
  one.listen()
  const taken = async () => (await own(one, 'one'))?.queues.every(({ takenMs }) => takenMs !== null) ?? false
  await one.beatUntil(taken, 200)
  expect(one.late).toEqual([])
})

test('the database is away for everyone: no worker ends itself, since another one would reach no more', async () => {
  const { port } = new URL((await testDatabase()).appUrl)
  const away = { appUrl: `postgresql://a:b@127.0.0.1:1/x${port}`, ownerUrl: '', adminUrl: '' }
  const one = await worker('one', { database: away, patience: 2, deaf: true })
  for (let beats = 0; beats < 8; beats += 1) await one.beat()
  expect(one.late).toEqual([])
})

test('only its own connections are dead: the worker is late', async () => {
  const platform = await testPlatform()
  const pool = new pg.Pool({ connectionString: platform.env.DATABASE_URL })
  await pool.end()
  const late: string[] = []
  const options = { worker: 'one', queues: { actions: 2 }, patience: 3, everyMs: Number.POSITIVE_INFINITY }
  const canaries = startCanaries({ ...platform, pool }, { ...options, onLate: (why) => late.push(why) })
  await waitFor(async () => {
    await canaries.beat()
    return late.length > 0
  })
  expect(late).toEqual([expect.stringMatching(/^its own connections have not answered for \d+ beats, although a new one does$/)])
})

test('what restarting did not mend is restarted ever later', async () => {
  const database = await testDatabase()
  const beatsUntilLate = async () => {
    const deaf = await worker('deaf', { database, deaf: true })
    let beats = 0
    await deaf.beatUntil(() => {
      beats += 1
      return deaf.late.length > 0
    })
    return beats
  }
  expect([await beatsUntilLate(), await beatsUntilLate(), await beatsUntilLate()]).toEqual([9, 18, 36])
})

test('workers that were killed are forgotten after a while, and one that comes back under the same name at once', async () => {
  const database = await testDatabase()
  const first = await worker('host/1', { database, deaf: true })
  await first.beat()
  const second = await worker('host/1', { database, deaf: true })
  await second.beat()
  expect(await readPulses(second.platform)).toHaveLength(1)
  await second.platform.pool.query(`update worker_pulse set "seenAt" = now() - interval '2 hours'`)
  expect((await readPulses(second.platform))[0]).toMatchObject({ alive: false })
  expect(await sweepPulses(second.platform, 3_600_000)).toBe(1)
})
