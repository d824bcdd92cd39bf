import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { beginIdempotent, claimIdempotency, sweepIdempotency } from '#lib/platform/idempotency.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { route } from '../../app/api/v1/_door/index.ts'
import { call, type TestCaller, testCaller } from './call-door.ts'
import { webPlatform } from './web-platform.ts'

const platform = await webPlatform()
platform.clock.stop()
let member: TestCaller
let keys = 0

beforeAll(async () => {
  member = await testCaller(platform, ['member'])
})

/** What a test wants to happen inside the handler, before and after the thing is made. */
const during = { before: async () => {}, after: async () => {} }

/** Makes a conversation, as any creating door makes its thing: in one transaction with its key. */
const POST = route(
  {
    summary: 'Make',
    permission: 'conversation.own',
    body: z.object({ title: z.string() }),
    status: 201,
    replay: ({ resourceId }) => ({ id: resourceId, again: true }),
  },
  async ({ platform, body, caller, within }) => {
    const id = platform.ids()
    await during.before()
    await withTransaction(platform, async (tx) => {
      await tx.conversation.create({ data: { id, ownerId: caller.personId, title: body.title } })
      await within(tx, id)
    })
    await during.after()
    return { id, again: false }
  },
)

const newKey = () => `key-${++keys}`
const send = (key: string, title = key, headers = member.byKey, path = '/api/v1/things') =>
  call(POST, 'POST', path, { headers: { ...headers, 'idempotency-key': key }, body: { title } })
const madeWith = (title: string) => platform.db.conversation.count({ where: { title } })

function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describe('the same key', () => {
  test('with the same body answers the first again, byte for byte, and makes nothing', async () => {
    const key = newKey()
    const first = await send(key)
    const second = await send(key)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.text).toBe(first.text)
    expect([first.headers.get('idempotency-replayed'), second.headers.get('idempotency-replayed')]).toEqual([null, 'true'])
    expect(await madeWith(key)).toBe(1)
  })

  test('the same body in another order and spacing is the same', async () => {
    const key = newKey()
    const as = (body: string) => call(POST, 'POST', '/api/v1/things', { headers: { ...member.byKey, 'idempotency-key': key }, body })
    await as(`{"title":"${key}","x":1}`)
    expect((await as(`{ "x": 1, "title": "${key}" }`)).headers.get('idempotency-replayed')).toBe('true')
  })

  test('with another body is 422', async () => {
    const key = newKey()
    await send(key)
    expect((await send(key, 'other')).status).toBe(422)
  })

  test('of another caller, or at another address, is another key', async () => {
    const key = newKey()
    const other = await testCaller(platform, ['member'])
    const made = [await send(key), await send(key, key, other.byKey), await send(key, key, member.byKey, '/api/v1/others')]
    expect(new Set(made.map(({ json }) => json.id)).size).toBe(3)
  })

  test('is forgotten after a day', async () => {
    const key = newKey()
    const first = await send(key)
    platform.clock.advance(24 * 3_600_000 - 1000)
    expect((await send(key)).json.id).toBe(first.json.id)
    platform.clock.advance(1000)
    expect((await send(key)).json.id).not.toBe(first.json.id)
    platform.clock.advance(24 * 3_600_000 + 1000)
    expect(await sweepIdempotency(platform)).toBeGreaterThan(0)
    expect(await platform.db.idempotencyRecord.count()).toBe(0)
  })

  test('that is none is 422', async () => {
    for (const key of ['', 'with space', 'ümlaut', 'x'.repeat(256)]) expect((await send(key, 'none')).status, key).toBe(422)
  })
})

describe('while the first is under way', () => {
  test('a repeat is 409 with the seconds to wait; a hundred at once make one thing', async () => {
    const key = newKey()
    const tried = await Promise.all(Array.from({ length: 20 }, () => send(key)))
    expect(tried.filter(({ status }) => status === 409).every(({ headers }) => Number(headers.get('retry-after')) <= 10)).toBe(true)
    expect(tried.every(({ status }) => status === 409 || status === 201)).toBe(true)
    expect(await madeWith(key)).toBe(1)
  })

  test('after ten seconds a repeat takes over, and the slow first one makes nothing any more', async () => {
    const key = newKey()
    const slow = gate()
    const started = gate()
    during.before = async () => {
      during.before = async () => {}
      started.open()
      await slow.opened
    }
    const first = send(key)
    await started.opened
    platform.clock.advance(9_999)
    const early = await send(key)
    expect([early.status, early.headers.get('retry-after')]).toEqual([409, '1'])
    platform.clock.advance(1)
    const second = await send(key)
    expect(second.status).toBe(201)
    slow.open()
    expect((await first).status).toBe(409)
    expect((await send(key)).json.id).toBe(second.json.id)
    expect(await madeWith(key)).toBe(1)
  })

  test('a repeat that comes while the first commits waits for the commit', async () => {
    const key = { callerId: member.person.id, route: 'POST /x', key: newKey(), bodyHash: 'same' }
    const begun = await beginIdempotent(platform, key)
    if (begun.state !== 'first') throw new Error('the key is new')
    platform.clock.advance(10_001)
    const committing = gate()
    const claimed = gate()
    const first = withTransaction(platform, async (tx) => {
      await claimIdempotency(tx, begun.claim, 'the thing')
      claimed.open()
      await committing.opened
    })
    await claimed.opened
    const repeat = beginIdempotent(platform, key)
    // The repeat is held by the row's lock: it must not have answered before the commit.
    expect(await Promise.race([repeat.then(() => 'answered'), sleep(100, 'waits')])).toBe('waits')
    committing.open()
    await first
    expect(await repeat).toMatchObject({ state: 'made', resourceId: 'the thing' })
  })
})

describe('after a failure', () => {
  test('a first one that made nothing frees the key', async () => {
    const key = newKey()
    during.before = async () => {
      during.before = async () => {}
      throw new AppError('unavailable', 'Not now.')
    }
    expect((await send(key)).status).toBe(503)
    expect((await send(key)).status).toBe(201)
    expect(await madeWith(key)).toBe(1)
  })

  test('a process that died before it made the thing: the repeat makes it', async () => {
    const key = newKey()
    during.before = () => {
      during.before = async () => {}
      return new Promise(() => {})
    }
    void send(key)
    await expect.poll(() => platform.db.idempotencyRecord.count({ where: { key } })).toBe(1)
    platform.clock.advance(10_000)
    expect((await send(key)).status).toBe(201)
    expect(await madeWith(key)).toBe(1)
  })

  test('a process that died after it made the thing: the repeat finds it, and so does the next', async () => {
    const key = newKey()
    during.after = () => {
      during.after = async () => {}
      return new Promise(() => {})
    }
    void send(key)
    await expect.poll(() => madeWith(key)).toBe(1)
    expect((await send(key)).status).toBe(409)
    platform.clock.advance(10_000)
    const { id } = await platform.db.conversation.findFirstOrThrow({ where: { title: key } })
    for (let n = 0; n < 2; n += 1) {
      const found = await send(key)
      expect([found.status, found.json, found.headers.get('idempotency-replayed')]).toEqual([201, { id, again: true }, 'true'])
    }
    expect(await madeWith(key)).toBe(1)
  })

  test('a failure after the thing was made does not make it twice', async () => {
    const key = newKey()
    during.after = async () => {
      during.after = async () => {}
      throw new Error('the answer was lost')
    }
    expect((await send(key)).status).toBe(500)
    platform.clock.advance(10_000)
    expect((await send(key)).json).toMatchObject({ again: true })
    expect(await madeWith(key)).toBe(1)
  })
})
