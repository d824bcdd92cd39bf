import { expect, test } from 'vitest'
import { sweepRetention } from '#lib/actions/index.ts'
import { sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { openHouse } from '#tests/support/house.ts'

const day = 86_400_000

test('what a read brought back goes after 30 days, with a note; what was written stays, and so does the log', async () => {
  const { platform, ask, work, look } = await openHouse()
  const read = await work((await ask('commerce.get_order', { orderId: '1042' })).id)
  const ticket = { subject: 'A lamp', body: 'It flickers.', requesterEmail: 'ada@example.com', priority: 'low' }
  const written = await work((await ask('helpdesk.create_ticket', ticket)).id)
  expect(read).toMatchObject({ status: 'succeeded', clearedNote: null })
  expect(read.result).not.toBeNull()
  platform.clock.advance(29 * day)
  expect(await sweepRetention(platform)).toBe(0)
  platform.clock.advance(2 * day)
  expect(await sweepRetention(platform)).toBe(1)
  expect(await look(read.id)).toMatchObject({
    status: 'succeeded',
    result: null,
    clearedNote: 'What it brought back was kept for 30 days.',
  })
  expect(await look(written.id)).toMatchObject({ result: written.result, clearedNote: null })
  expect(await sweepRetention(platform)).toBe(0)
  await sequenceAudit(platform, { everything: true })
  expect(await verifyAudit(platform)).toMatchObject({ ok: true, erased: 0 })
})

test('the organisation says how long; a setting that is none empties nothing', async () => {
  const { platform, ask, work, look } = await openHouse()
  const { id } = await work((await ask('commerce.get_order', { orderId: '1042' })).id)
  platform.clock.advance(2 * day)
  await platform.db.setting.create({ data: { key: 'retention', value: { readResultDays: 0 } } })
  await expect(sweepRetention(platform)).rejects.toThrow('cannot be read')
  expect((await look(id)).result).not.toBeNull()
  await platform.db.setting.update({ where: { key: 'retention' }, data: { value: { readResultDays: 1 } } })
  expect(await sweepRetention(platform)).toBe(1)
  expect((await look(id)).clearedNote).toContain('1 day.')
})

test('two workers sweep at once and a thousand reads wait: each is emptied once', async () => {
  const { platform, ask, work } = await openHouse()
  const { id } = await work((await ask('commerce.get_order', { orderId: '1042' })).id)
  const columns = (
    await platform.pool.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'action'::regclass and attnum > 0 and not attisdropped and attname not in ('id', 'turnId')`,
    )
  ).rows.map(({ name }) => `"${name}"`)
  await platform.pool.query(
    `insert into action (id, ${columns}) select gen_random_uuid(), ${columns} from action, generate_series(1, 1199) where id = $1`,
    [id],
  )
  platform.clock.advance(31 * day)
  const swept = await Promise.all([sweepRetention(platform), sweepRetention(platform)])
  expect(swept.reduce((sum, count) => sum + count, 0) + (await sweepRetention(platform))).toBe(1200)
  expect(await platform.db.action.count({ where: { clearedNote: null } })).toBe(0)
})
