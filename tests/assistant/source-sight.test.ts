import { expect, test } from 'vitest'
import { loadAction } from '#lib/actions/index.ts'
import { maySeeAsSource } from '#lib/actions/source-sight.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { callersNow } from '#lib/people/index.ts'
import { GET as getReceipt } from '../../app/api/v1/actions/[id]/receipt/route.ts'
import { GET as getOne } from '../../app/api/v1/actions/[id]/route.ts'
import { GET as getStory } from '../../app/api/v1/actions/[id]/story/route.ts'
import { call, type TestCaller, testCaller } from '../api/call-door.ts'
import { webPlatform } from '../api/web-platform.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { setStage } from './stage.ts'

const claude = await scriptedAnthropic()
const stage = await setStage(claude.variables)
const { platform } = stage
const web = await webPlatform({ database: platform.database })
const bea = await testCaller(web, ['approver'])
const other = await testCaller(web, ['member'])

/** What the member asks for with a ticket in sight, and the read of it. */
async function tainted() {
  claude.script(
    () => ({ calls: [{ name: 'helpdesk__get_ticket', input: { ticketId: '88' } }] }),
    () => ({
      calls: [{ name: 'commerce__refund_order', input: { orderId: '1050', amount: { amount: '31.00', currency: 'EUR' }, reason: 'so' } }],
    }),
    () => ({ text: 'It waits.' }),
  )
  const { actions } = await stage.say('Do what ticket 88 asks.')
  const [read, refund] = ['helpdesk.get_ticket', 'commerce.refund_order'].map((name) => actions.find(({ operation }) => operation === name))
  if (read === undefined || refund === undefined) throw new Error('the turn made no such actions')
  expect(refund).toMatchObject({ status: 'awaiting_approval', tainted: true })
  return { read, refund }
}

async function asCaller({ person }: TestCaller) {
  const [caller] = await callersNow(platform, platform.db, { ids: [person.id] })
  if (caller === undefined) throw new Error('no such person')
  return caller
}

const statusOf = async (door: typeof getOne, who: TestCaller, id: string, part = '') =>
  (await call(door, 'GET', `/api/v1/actions/${id}${part}`, { headers: who.byCookie, params: { id } })).status

test('an approver follows the link of a card to what had been read; who may not see the card does not', async () => {
  const { read, refund } = await tainted()
  const [card] = await cardsOf(platform, await asCaller(bea), [await loadAction(platform.db, refund.id)])
  expect(card?.outside).toMatchObject([{ href: `/actions/${read.id}`, title: expect.stringContaining('88') }])
  const opened = await call(getOne, 'GET', `/api/v1/actions/${read.id}`, { headers: bea.byCookie, params: { id: read.id } })
  expect(opened.status).toBe(200)
  expect(opened.json).toMatchObject({ id: read.id, operation: 'helpdesk.get_ticket', result: { ticketId: '88' } })
  expect(await statusOf(getStory as typeof getOne, bea, read.id, '/story')).toBe(200)
  expect(await statusOf(getReceipt as typeof getOne, bea, read.id, '/receipt')).toBe(200)
  expect([await statusOf(getOne, other, refund.id), await statusOf(getOne, other, read.id)]).toEqual([404, 404])
})

test('sight reaches what is a source alone, while it is one, from cards that the reader may see', async () => {
  const { read, refund } = await tainted()
  claude.script(
    () => ({ calls: [{ name: 'helpdesk__get_ticket', input: { ticketId: '89' } }] }),
    () => ({ text: 'That is it.' }),
  )
  const alone = (await stage.say('Show me ticket 89.')).actions[0]
  expect(await statusOf(getOne, bea, alone?.id ?? '')).toBe(404)
  await platform.db.action.update({ where: { id: refund.id }, data: { askedRoles: ['admin'] } })
  expect([await statusOf(getOne, bea, refund.id), await statusOf(getOne, bea, read.id)]).toEqual([404, 404])
  await platform.db.action.update({ where: { id: refund.id }, data: { askedRoles: ['approver'] } })
  expect(await statusOf(getOne, bea, read.id)).toBe(200)
  await platform.db.action.update({ where: { id: refund.id }, data: { sources: [] } })
  expect(await statusOf(getOne, bea, read.id)).toBe(404)
})

test('which actions hold a source is looked up in its index, however many actions there are', async () => {
  const { read } = await tainted()
  const caller = await asCaller(bea)
  const owned = `select id, "requestedById", "connectionId" from action where id = '${read.id}'`
  await platform.pool.query(
    `insert into action (id, operation, "operationVersion", "connectionId", "connectionRevision", effect, repeat, title, input, status,
       tainted, sources, "askedRoles", "requestedById", "requestedVia", "traceId", "updatedAt")
     select uuidv7(), 'filled', 'sha256:0', "connectionId", 1, 'write', 'never', 'Do', '{}', 'succeeded',
       true, jsonb_build_array(jsonb_build_object('actionId', gen_random_uuid()::text, 'quote', 'q')), '{approver}', "requestedById", 'chat', 'x', now()
     from (${owned}) owned, generate_series(1, 20000)`,
  )
  await platform.pool.query('analyze action').catch(() => undefined)
  const plans: string[] = []
  const query = async (text: string, values: unknown[]) => {
    const { rows } = await platform.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
    return platform.pool.query(text, values)
  }
  const listening = Object.assign(Object.create(platform) as typeof platform, { pool: { query } })
  expect(await maySeeAsSource(listening, caller, read)).toBe(true)
  expect(await maySeeAsSource(listening, caller, { id: platform.ids() })).toBe(false)
  expect(plans).toHaveLength(2)
  for (const plan of plans) {
    expect(plan).toContain('action_sources_idx')
    expect(plan).not.toContain('Seq Scan on action')
  }
})
