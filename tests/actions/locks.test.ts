import { expect, test } from 'vitest'
import { claimAction, claimReady, pauseActions, prepareAction, renewLeases, runClaim } from '#lib/actions/index.ts'
import { setOperationEnabled } from '#lib/connectors/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { holding } from '#tests/support/holding.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

/** What happens when two that want the same rows, or the last connection to the database, meet. */
const house = await openHouse({ random: () => 0 })
const { platform, admin } = house
platform.clock.stop()

const connections = new Map((await platform.db.connection.findMany()).map(({ name, id }) => [name, id]))
const [crm, helpdesk] = [connections.get('crm') ?? '', connections.get('helpdesk') ?? '']
const gate = () => platform.db.connectionGate.findUniqueOrThrow({ where: { connectionId: helpdesk } })

let number = 0
async function ticket(): Promise<string> {
  number += 1
  const input = { subject: `Lock ${number}`, body: 'For a test.', requesterEmail: 'lock@example.test', priority: 'low' }
  return (await house.ask('helpdesk.create_ticket', input)).id
}

async function claimed(id: string) {
  const claim = await claimAction(platform, id, 'test')
  if (claim === null) throw new Error('it was not claimed')
  return claim
}

test('the heartbeat locks in the ledger’s order: it and a round of ends do not wait for each other for ever', async () => {
  const [older, newer] = [await ticket(), await ticket()].sort() as [string, string]
  // Claimed in the other order, as after an approval or a retry.
  const held = [await claimed(newer), await claimed(older)]
  const renewed = await holding(platform, 'select 1 from action where id = $1 for no key update', [older], {
    meanwhile: () => renewLeases(platform),
    change: (holder) => holder.query('select 1 from action where id = $1 for no key update', [newer]),
  })
  expect(renewed).toBe(2)
  for (const claim of held) await runClaim(platform, claim)
})

test('a worker whose clock is behind does not refill a connection’s budgets with time that was counted', async () => {
  await ticket()
  const claims = (on: typeof platform) => claimReady(on, { connectionId: helpdesk, worker: 'test', most: 16, except: [] })
  const first = await claims(platform)
  const { refilledAt } = await gate()
  const now = platform.clock.now()
  const behind = { ...platform, clock: { ...platform.clock, now: () => new Date(now.getTime() - 2_000) } }
  await ticket()
  const second = await claims(behind)
  expect([first.claims.length, second.claims.length]).toEqual([1, 1])
  expect((await gate()).refilledAt).toEqual(refilledAt)
  for (const claim of [...first.claims, ...second.claims]) await runClaim(platform, claim)
})

test('a pause waits for a connection’s first claim too, which makes the gate that later ones are waited for by', async () => {
  expect(await platform.db.connectionGate.count({ where: { connectionId: crm } })).toBe(0)
  const { id } = await holding(
    platform,
    `select * from claim_actions($1, '[]', '[]', '[]', '{"retryBurst": 1, "retriesPerSecond": 1, "retryShare": 0.2}', now())`,
    [crm],
    { meanwhile: () => pauseActions(platform, { scope: 'connection', connection: crm, reason: 'A test.', caller: admin }) },
  )
  expect(id).toBeTruthy()
})

test('an action is prepared with the last free connection: no transaction waits for a second one', async () => {
  const { id } = await house.ask('commerce.refund_order', refund('1.00', '1042'))
  const most = platform.pool.options.max
  const taken = await Promise.all(Array.from({ length: most - 1 }, () => platform.pool.connect()))
  try {
    await prepareAction(platform, id)
  } finally {
    for (const client of taken) client.release()
  }
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval' })
})

test('two transactions that wait for each other: the one that PostgreSQL ends is run again, and both are done', async () => {
  const rows = [await ticket(), await ticket()]
  const first = Promise.withResolvers<void>()
  const second = Promise.withResolvers<void>()
  const meet = [first, second]
  const lock = (order: string[], mine: number) => {
    let runs = 0
    return withTransaction(platform, async (tx) => {
      runs += 1
      await tx.$queryRaw`select 1 from action where id = ${order[0]}::uuid for update`
      meet[mine]?.resolve()
      await Promise.all(meet.map(({ promise }) => promise))
      await tx.$queryRaw`select 1 from action where id = ${order[1]}::uuid for update`
      return runs
    })
  }
  const runs = await Promise.all([lock(rows, 0), lock(rows.toReversed(), 1)])
  expect(runs.toSorted()).toEqual([1, 2])
})

test('two changes of a connection at the same moment are two: each worker reads it again after both', async () => {
  const before = await platform.db.connection.findUniqueOrThrow({ where: { id: crm } })
  const change = (name: string) =>
    setOperationEnabled(platform, { connectionId: crm, name, enabled: false, actor: { kind: 'system', id: null } })
  const names = (await platform.db.connectionOperation.findMany({ where: { connectionId: crm }, take: 2 })).map(({ name }) => name)
  const holder = await platform.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select 1 from connection where id = $1 for update', [crm])
    const both = Promise.all(names.map(change))
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await waitFor(async () => (await holder.query(waiting)).rowCount === 2, { what: 'both wait' })
    await holder.query('commit')
    await both
  } finally {
    holder.release(true)
  }
  const after = await platform.db.connection.findUniqueOrThrow({ where: { id: crm } })
  const now = Math.max(platform.clock.now().getTime(), before.updatedAt.getTime() + 1)
  expect(after.updatedAt.getTime()).toBe(now + 1)
})
