import { expect, test } from 'vitest'
import { type ActionRow, eraseAction, loadAction, policyOf } from '#lib/actions/index.ts'
import { actionDigest } from '#lib/actions/judge.ts'
import type { Preview } from '#lib/core/index.ts'
import { type PolicyRule, simulatePolicy } from '#lib/policy/index.ts'
import { openHouse, refund } from '../support/house.ts'
import { besides, setRules } from '../support/policy-house.ts'

const limit = (condition: string) =>
  besides({ name: 'limit', operations: ['commerce.refund_order'], condition, verdict: 'deny', reason: 'That is enough for today.' })
const verdict = (row: ActionRow) => policyOf(row)?.verdict
const answers = (row: ActionRow) => policyOf(row)?.facts.windows

test('the fourth refund of a day is one too many, a colleague’s first is not, and what was refused does not count', async () => {
  const house = await openHouse()
  await setRules(house.platform, limit(`count('commerce.refund_order', '24h', requester) >= 3`))
  const asked: ActionRow[] = []
  for (const order of ['1042', '1043', '1044', '1045']) {
    asked.push(await house.prepare((await house.ask('commerce.refund_order', refund('10.00', order))).id))
  }
  expect(asked.map(verdict)).toEqual(['require_approval', 'require_approval', 'require_approval', 'deny'])
  const window = 'count(commerce.refund_order, 24h, requester)'
  expect(asked.map(answers)).toEqual([{ [window]: 0 }, { [window]: 1 }, { [window]: 2 }, { [window]: 3 }])
  const colleague = await house.ask('commerce.refund_order', refund('10.00', '1046'), { caller: house.member2 })
  expect(verdict(await house.prepare(colleague.id))).toBe('require_approval')
  // The fourth was denied, so a fifth is no nearer to the limit: still three.
  expect(verdict(await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1047'))).id))).toBe('deny')
  house.platform.clock.advance(25 * 3_600_000)
  expect(verdict(await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1048'))).id))).toBe('require_approval')
})

test('a sum over everyone counts what is still to be prepared, in one currency', async () => {
  const house = await openHouse()
  await setRules(house.platform, limit(`sum('commerce.*', '7d', 'everyone') + money.minor > 5000`))
  await house.ask('commerce.refund_order', refund('30.00', '1042'))
  const second = await house.ask('commerce.refund_order', refund('15.00', '1043'), { caller: house.member2 })
  const third = await house.ask('commerce.refund_order', refund('5.01', '1044'))
  const refused = await house.prepare(third.id)
  expect(verdict(refused)).toBe('deny')
  expect(answers(refused)).toEqual({ 'sum(commerce.*, 168h, everyone)': 4_500 })
  expect(verdict(await house.prepare(second.id))).toBe('require_approval')
  expect(second.moneyMinor).toBe(1_500n)
})

test('windows count what came before, so a later request does not undo an earlier yes', async () => {
  const house = await openHouse()
  await setRules(house.platform, limit(`count('commerce.refund_order', '24h', 'connection') >= 1`))
  const first = await house.ask('commerce.refund_order', refund('10.00', '1042'))
  const second = await house.ask('commerce.refund_order', refund('10.00', '1043'))
  expect([verdict(await house.prepare(second.id)), verdict(await house.prepare(first.id))]).toEqual(['deny', 'require_approval'])
})

test('an amount that nobody could read makes the sum unknown, and a rule that asks for it never says yes', async () => {
  const house = await openHouse()
  await setRules(
    house.platform,
    besides({ name: 'small', operations: ['commerce.refund_order'], condition: `sum('*', '1h', 'requester') < 100` }),
  )
  const odd = await house.ask('commerce.refund_order', refund('10.00', '1042'))
  await house.platform.db.action.update({ where: { id: odd.id }, data: { moneyMinor: null } })
  const next = await house.prepare((await house.ask('commerce.refund_order', refund('0.50', '1043'))).id)
  expect(policyOf(next)?.rules.find(({ name }) => name === 'small')?.reason).toMatch(/could not be read/)
  expect(policyOf(next)?.requirements).toContainEqual({ role: 'admin', quorum: 1, requesterExcluded: true })
  expect(answers(next)).toEqual({ 'sum(*, 1h, requester)': null })
})

test('a database that does not answer in time is no yes: the rule counts against the action', async () => {
  const house = await openHouse()
  await setRules(house.platform, besides({ name: 'few', operations: ['crm.create_note'], condition: `count('*', '30d', 'everyone') < 5` }))
  const ended = Promise.withResolvers<void>()
  const locked = Promise.withResolvers<void>()
  const lock = house.platform.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`lock table action in access exclusive mode`
      locked.resolve()
      await ended.promise
    },
    { maxWait: 10_000, timeout: 25_000 },
  )
  await locked.promise
  const { readWindows } = await import('#lib/policy/read-windows.ts')
  const subject = {
    id: house.platform.ids(),
    createdAt: new Date(),
    requestedById: house.member.personId,
    connectionId: house.platform.ids(),
  }
  const [windows] = await readWindows(house.platform, [{ subject, calls: [{ measure: 'count', glob: '*', hours: 1, scope: 'everyone' }] }])
  expect(windows?.get('count(*, 1h, everyone)')).toBeUndefined()
  ended.resolve()
  await lock
})

test('what the windows answered is in no digest, changes no simulation, and goes when the action is erased', async () => {
  const house = await openHouse()
  const { platform, admin } = house
  const rules = limit(`count('commerce.refund_order', '24h', requester) >= 1`)
  await setRules(platform, rules)
  const waiting = await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1042'))).id)
  const denied = await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1043'))).id)
  expect([waiting, denied].map(answers)).toEqual([0, 1].map((count) => ({ 'count(commerce.refund_order, 24h, requester)': count })))
  expect(waiting.digest).toBe(actionDigest(waiting, waiting.preview as unknown as Preview))
  const found = await simulatePolicy(platform, { rules: rules as PolicyRule[], sample: 2, caller: admin })
  expect(found).toMatchObject({ sampled: 2, changed: 0, notes: [] })
  await eraseAction(platform, { actionId: denied.id, reason: 'asked to', by: admin })
  expect(policyOf(await loadAction(platform.db, denied.id))).not.toHaveProperty('facts')
})

test('nothing is kept of windows where no rule asks for one', async () => {
  const house = await openHouse()
  const row = await house.prepare((await house.ask('commerce.refund_order', refund('10.00', '1042'))).id)
  expect(policyOf(row)?.facts).not.toHaveProperty('windows')
})
