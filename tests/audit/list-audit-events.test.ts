import { expect, test } from 'vitest'
import { listAuditEvents, sequenceAudit } from '#lib/audit/index.ts'
import { testPlatform } from '#tests/support/test-platform.ts'
import { recordEvents } from './audited.ts'

test('pages go on where the last one ended, newest first, and none is shown twice or left out', async () => {
  const platform = await testPlatform()
  const ids = await recordEvents(platform, 23)
  await sequenceAudit(platform)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await listAuditEvents(platform, { limit: 5, cursor })
    seen.push(...items.map(({ id }) => id))
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(ids.toReversed())
})

test('each filter keeps what it says and nothing else', async () => {
  const platform = await testPlatform()
  await recordEvents(platform, 12)
  const numbers = async (filter: Parameters<typeof listAuditEvents>[1]) =>
    (await listAuditEvents(platform, filter)).items.map(({ content }) => (content as { number: number }).number).sort((a, b) => a - b)
  expect(await numbers({ kind: 'thing.made' })).toEqual([0, 2, 4, 6, 8, 10])
  expect(await numbers({ kind: 'thing.*' })).toHaveLength(12)
  expect(await numbers({ actor: 'person-1' })).toEqual([1, 4, 7, 10])
  expect(await numbers({ actor: 'system' })).toEqual([0, 3, 6, 9])
  expect(await numbers({ subject: 'thing:t3' })).toEqual([3])
  expect(await numbers({ subject: 't3' })).toEqual([3])
  expect(await numbers({ subject: 'thing' })).toHaveLength(12)
  expect(await numbers({ from: new Date('2026-01-05T08:00:03Z'), to: new Date('2026-01-05T08:00:05Z') })).toEqual([3, 4])
})

test('a place in the log is shown once there is one', async () => {
  const platform = await testPlatform()
  await recordEvents(platform, 1)
  expect((await listAuditEvents(platform)).items[0]?.index).toBeNull()
  await sequenceAudit(platform)
  expect((await listAuditEvents(platform)).items[0]?.index).toBe(0)
})

test.each(['nonsense', 'WzEsMl0', Buffer.from('["2026-01-05T08:00:00.000Z","x"]').toString('base64url')])(
  'a cursor of someone’s own is refused: %s',
  async (cursor) => {
    const platform = await testPlatform()
    await expect(listAuditEvents(platform, { cursor })).rejects.toMatchObject({ code: 'invalid' })
  },
)
