import { Redis } from 'ioredis'
import { afterEach, describe, expect, test } from 'vitest'
import { withTransaction } from '#lib/platform/index.ts'
import { createLog } from '#lib/platform/log.ts'
import { deliverOutbox, queueJob, startOutbox } from '#lib/platform/outbox.ts'
import { createQueues, type QueueJob, type Queues, queueNames } from '#lib/platform/queue.ts'
import { findRedisProgram, noRedis, type RedisServer } from '#scripts/test/redis-server.ts'
import { cleanUp } from '../support/clean-up.ts'
import { redisServer } from '../support/redis-server.ts'
import { testDatabase } from '../support/test-database.ts'
import { type TestPlatform, testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

const there = findRedisProgram() !== null
if (!there) process.stdout.write(`  The queue on Redis: skipped, ${noRedis}.\n`)

const job = (id: string, delayMs = 0): QueueJob => ({ queue: 'actions', jobId: id, data: { id }, delayMs })
const backWithin = { within: 20_000 }

/** Until its connection is there: the first to add gives it a second, which may be too little here. Nothing is added. */
const connected = (queues: Queues) => waitFor(() => queues.add([]).then(() => true), backWithin)

interface Running {
  redis: RedisServer
  platform: TestPlatform
  /** Ids of the jobs that were taken. */
  taken: string[]
  add(...ids: string[]): Promise<void>
  took(...ids: string[]): Promise<unknown>
}

/** A worker with its queue on a Redis of its own. */
async function running(words: readonly string[] = []): Promise<Running> {
  const redis = await redisServer(words)
  if (redis === null) throw new Error(noRedis)
  const platform = await testPlatform({ variables: { REDIS_URL: redis.url } })
  const taken: string[] = []
  platform.queues.work('actions', 4, async (id) => void taken.push(id))
  const took = (...ids: string[]) => waitFor(() => ids.every((id) => taken.includes(id)), { ...backWithin, what: ids.join(', ') })
  const add = (...ids: string[]) => platform.queues.add(ids.map((id) => job(id)))
  await connected(platform.queues)
  await add('first')
  await took('first')
  return { redis, platform, taken, add, took }
}

const queued = (platform: TestPlatform, id: string) =>
  withTransaction(platform, (tx) => queueJob(tx, platform.live, { queue: 'actions', id, jobId: id }))

describe.skipIf(!there)('the queue on Redis', () => {
  test('one by one, in bulk and later: each job is taken once', async () => {
    const { add, took, taken, platform } = await running()
    const many = Array.from({ length: 50 }, (_, index) => `bulk-${index}`)
    await Promise.all([add('a', 'b'), add(...many), platform.queues.add([job('later', 300)])])
    await took('a', 'b', 'later', ...many)
    expect(taken.length).toBe(new Set(taken).size)
  })

  test('Redis is killed and comes back empty: outbox rows stay until it is there, and everything moves again, in bulk too', async () => {
    const { redis, platform, add, took } = await running()
    await redis.kill()
    await expect(add('lost')).rejects.toMatchObject({ code: 'unavailable' })
    for (const id of ['kept-1', 'kept-2', 'kept-3', 'kept-4', 'kept-5', 'kept-6']) await queued(platform, id)
    await expect(deliverOutbox(platform)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await platform.db.outbox.count()).toBe(6)
    // From here on it is delivered by itself, which holds the rows while it tries.
    cleanUp(startOutbox(platform, 200))
    await redis.start()
    await took('kept-1', 'kept-2', 'kept-3', 'kept-4', 'kept-5', 'kept-6')
    await waitFor(async () => (await platform.db.outbox.count()) === 0)
    await add('after')
    await took('after')
  })

  test('Redis stands still: delivering gives up in time and lets go of its rows, and goes on when it answers again', async () => {
    const { redis, platform, took } = await running()
    const pid = redis.pid() ?? 0
    process.kill(pid, 'SIGSTOP')
    await queued(platform, 'held')
    await expect(deliverOutbox(platform)).rejects.toMatchObject({ code: 'unavailable' })
    // Nobody holds the row any more.
    const { rowCount } = await platform.pool.query('select from outbox for update skip locked')
    expect(rowCount).toBe(1)
    process.kill(pid, 'SIGCONT')
    await waitFor(() => deliverOutbox(platform), backWithin)
    await took('held')
  })

  test('everything in Redis is deleted while a worker waits for jobs: it takes the next ones', async () => {
    const { redis, add, took } = await running()
    const client = new Redis(redis.url)
    await client.flushall()
    await client.script('FLUSH')
    await client.quit()
    await add('after', 'the', 'flush', 'of', 'all', 'keys')
    await took('after', 'the', 'flush', 'of', 'all', 'keys')
  })

  test('its connections are cut at the server: it takes the next jobs', async () => {
    const { redis, add, took } = await running()
    const client = new Redis(redis.url)
    await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await client.quit()
    await waitFor(() => add('after').then(() => true), backWithin)
    await took('after')
  })

  test('two deployments share one Redis: neither takes a job of the other, and two processes of one deployment share theirs', async () => {
    const { redis, platform, taken, add } = await running()
    const other = await testPlatform({ variables: { REDIS_URL: redis.url } })
    const beside = await testPlatform({ database: platform.database, variables: { REDIS_URL: redis.url } })
    for (const { queues } of [other, beside]) await connected(queues)
    await other.queues.add([job('a job of the other’s')])
    await beside.queues.add([job('ours')])
    await waitFor(() => taken.includes('ours'))
    await add('last')
    await waitFor(() => taken.includes('last'))
    expect(taken).toEqual(['first', 'ours', 'last'])
  })

  test.each(['killed', 'stopped'] as const)('Redis is %s: what runs ends, and closing takes no five seconds', async (how) => {
    const redis = await redisServer()
    if (redis === null) throw new Error(noRedis)
    const platform = await testPlatform({ variables: { REDIS_URL: redis.url } })
    const [began, done, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const close = platform.queues.work('actions', 4, async () => {
      began.resolve()
      await release.promise
      done.resolve()
    })
    await connected(platform.queues)
    await platform.queues.add([job('under way')])
    await began.promise
    const pid = redis.pid() ?? 0
    if (how === 'killed') await redis.kill()
    else process.kill(pid, 'SIGSTOP')
    const closing = close().then(() => platform.queues.close())
    let closed = false
    void closing.then(() => {
      closed = true
    })
    release.resolve()
    await done.promise
    await waitFor(() => closed, { within: 5_000, what: 'the queue to close' })
  })

  test('a Redis that was never there: adding is refused, a worker waits for it, closing does not', async () => {
    const platform = await testPlatform({ variables: { REDIS_URL: 'redis://127.0.0.1:1' } })
    platform.queues.work('actions', 4, async () => undefined)
    await expect(platform.queues.add([job('a')])).rejects.toMatchObject({ code: 'unavailable' })
    let closed = false
    void platform.queues.close().then(() => {
      closed = true
    })
    await waitFor(() => closed, { within: 5_000, what: 'the queue to close' })
  })
})

describe.skipIf(!there)('what is written of Redis', () => {
  const lines: string[] = []
  afterEach(() => void lines.splice(0))
  const log = createLog('debug', 'test', { write: (line) => void lines.push(line) })
  const said = (text: string) => lines.filter((line) => line.includes(text)).length

  async function loggedQueues(url: string) {
    const { appUrl } = await testDatabase()
    const queues = createQueues({ databaseUrl: appUrl, redisUrl: url, log })
    cleanUp(() => queues.close())
    return queues
  }

  test('it goes away and comes back: one line each, however many connections there are', async () => {
    const redis = await redisServer()
    if (redis === null) throw new Error(noRedis)
    const queues = await loggedQueues(redis.url)
    const taken: string[] = []
    for (const queue of queueNames) queues.work(queue, 2, async (id) => void taken.push(id))
    await connected(queues)
    await queues.add([job('a')])
    await waitFor(() => taken.length === 1)
    await redis.kill()
    for (const id of ['b', 'b']) await expect(queues.add([job(id)])).rejects.toMatchObject({ code: 'unavailable' })
    await redis.start()
    await waitFor(() => queues.add([job('c')]).then(() => true), backWithin)
    await waitFor(() => taken.includes('c'), backWithin)
    expect([said('Redis is away'), said('"Redis is back"'), lines.length]).toEqual([1, 1, 2])
  })

  test('a wrong password is refused, and never written', async () => {
    const redis = await redisServer(['--requirepass', 'the-right-one'])
    if (redis === null) throw new Error(noRedis)
    const queues = await loggedQueues(redis.url.replace('//', '//:the-wrong-one@'))
    queues.work('actions', 2, async () => undefined)
    await expect(queues.add([job('a')])).rejects.toMatchObject({ code: 'unavailable' })
    await waitFor(() => said('Redis is away') > 0)
    expect(lines.join('')).toContain('WRONGPASS')
    expect(lines.join('')).not.toContain('the-wrong-one')
    const right = await loggedQueues(redis.url.replace('//', '//:the-right-one@'))
    await connected(right)
    await right.add([job('a')])
    expect(lines.join('')).not.toContain('the-right-one')
  })

  test('a Redis that would throw jobs away when it is full: a warning, once', async () => {
    const redis = await redisServer(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'])
    if (redis === null) throw new Error(noRedis)
    const queues = await loggedQueues(redis.url)
    const taken: string[] = []
    queues.work('actions', 2, async (id) => void taken.push(id))
    await connected(queues)
    await queues.add([job('a')])
    await waitFor(() => taken.length === 1)
    expect(said('maxmemory-policy to noeviction')).toBe(1)
    expect(said('allkeys-lru')).toBe(1)
  })
})
