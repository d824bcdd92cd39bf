import { expect, test } from 'vitest'
import { cancelAction, policyOf, setBudget } from '#lib/actions/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import { ensureCountersignConnection } from '#lib/connectors/index.ts'
import { isAppError, zodErrors } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import {
  changeBusinessHours,
  changeMoney,
  changeOperation,
  changePolicy,
  defaultRules,
  loadOrganisation,
  moneyChangeSchema,
} from '#lib/policy/index.ts'
import { type House, openHouse } from '../support/house.ts'
import { testPlatform } from '../support/test-platform.ts'

type Rates = Record<string, string>

/** What the form does: the whole, made from what is there. */
async function change({ platform, admin }: Pick<House, 'platform' | 'admin'>, currency: string, rates: Rates, caller = admin) {
  const { currency: former, rates: formerRates } = await loadOrganisation(platform)
  const lines = Object.entries(rates).map(([code, rate]) => ({ currency: code, rate }))
  const given = moneyChangeSchema.parse({ currency, rates: lines, expected: { currency: former, rates: formerRates } })
  await changeMoney(platform, { caller, given })
}

async function verdictOf({ ask, prepare }: House, amount: string, currency: string) {
  const { id } = await ask('crm.set_credit_limit', { contactId: '501', amount: { amount, currency } })
  const policy = policyOf(await prepare(id))
  return [policy?.verdict, policy?.decidedBy]
}

const events = async ({ platform }: Pick<House, 'platform'>) =>
  (await listAuditEvents(platform, { kind: 'organisation.money_changed' })).items

/** Why it was refused, beside the field it is about. */
async function refusal(changing: Promise<void>): Promise<string> {
  const error = await changing.then(
    () => null,
    (refused: unknown) => refused,
  )
  if (!isAppError(error, 'conflict')) throw new Error('It was not refused.', { cause: error })
  expect(error.errors).toMatchObject(error.errors.map(() => ({ path: 'currency' })))
  return [error.message, ...error.errors.map(({ message }) => message)].join(' ')
}

test('a new rate changes the next verdict, without a new version of the rules, and is on record', async () => {
  const house = await openHouse()
  await change(house, 'EUR', { GBP: '1.17' })
  expect(await verdictOf(house, '20.00', 'USD')).toEqual(['require_approval', ['writes with an unclear amount']])
  await change(house, 'EUR', { GBP: '1.17', USD: '0.92' })
  expect(await verdictOf(house, '20.00', 'USD')).toEqual(['allow', ['confirmed writes']])
  await change(house, 'EUR', { GBP: '1.17', USD: '1.3' })
  expect(await verdictOf(house, '20.00', 'USD')).toEqual(['require_approval', ['writes above 25.00']])
  await change(house, 'EUR', { USD: '1.3', GBP: '1.17' })
  const [last, ...earlier] = await events(house)
  expect(earlier).toHaveLength(2)
  expect(last).toMatchObject({
    actor: { kind: 'person', id: house.admin.personId },
    subject: { kind: 'organisation' },
    content: {
      before: { currency: 'EUR', rates: { GBP: '1.17', USD: '0.92' } },
      after: { currency: 'EUR', rates: { GBP: '1.17', USD: '1.3' } },
    },
  })
})

test('nobody but an admin changes it, and not from what was there before somebody else’s change', async () => {
  const house = await openHouse()
  const { platform, admin, approver, auditor } = house
  for (const caller of [approver, auditor]) {
    await expect(change(house, 'EUR', {}, caller)).rejects.toMatchObject({ code: 'forbidden' })
  }
  const { currency, rates } = await loadOrganisation(platform)
  const given = (rate: string) => ({ currency, rates: [{ currency: 'NOK', rate }], expected: { currency, rates } })
  await changeMoney(platform, { caller: admin, given: given('0.09') })
  await changeMoney(platform, { caller: admin, given: given('0.09') })
  expect(await refusal(changeMoney(platform, { caller: admin, given: given('0.10') }))).toContain('Someone else changed')
  expect((await loadOrganisation(platform)).rates).toEqual({ NOK: '0.09' })
  expect(await events(house)).toHaveLength(1)
})

test.each<[string, unknown, string]>([
  ['an unknown code', [{ currency: 'QQQ', rate: '1' }], 'rates.0.currency'],
  ['a code in small letters', [{ currency: 'usd', rate: '1' }], 'rates.0.currency'],
  ['zero', [{ currency: 'USD', rate: '0.000' }], 'rates.0.rate'],
  ['less than zero', [{ currency: 'USD', rate: '-1' }], 'rates.0.rate'],
  ['a comma', [{ currency: 'USD', rate: '0,92' }], 'rates.0.rate'],
  ['a float', [{ currency: 'USD', rate: 0.92 }], 'rates.0.rate'],
  ['ten digits', [{ currency: 'USD', rate: '1234567890' }], 'rates.0.rate'],
  ['the own currency', [{ currency: 'EUR', rate: '1' }], 'rates.0.currency'],
  ['the same one twice', Array(2).fill({ currency: 'USD', rate: '1' }), 'rates.1.currency'],
  ['more than 50', Array(51).fill({ currency: 'USD', rate: '1' }), 'rates'],
])('a rate is refused beside its field: %s', (_, rates, path) => {
  const { error } = moneyChangeSchema.safeParse({ currency: 'EUR', rates, expected: { currency: 'EUR', rates: {} } })
  expect(error && zodErrors(error).map((one) => one.path)).toContain(path)
})

test('the currency is chosen while nothing is counted in it, and stays once an amount was', async () => {
  const house = await openHouse()
  expect((await house.ask('commerce.get_order', { orderId: '1042' })).moneyMinor).toBe(0n)
  await change(house, 'USD', { EUR: '1.09' })
  expect(await verdictOf(house, '20.00', 'USD')).toEqual(['allow', ['confirmed writes']])
  expect(await verdictOf(house, '24.00', 'EUR')).toEqual(['require_approval', ['writes above 25.00']])
  expect(await refusal(change(house, 'EUR', { USD: '0.92' }))).toMatch(/counted in USD, so the currency stays USD\. Give .* a rate/)
  await change(house, 'USD', { EUR: '1.10' })
  expect(await loadOrganisation(house.platform)).toMatchObject({ currency: 'USD', rates: { EUR: '1.10' } })
})

test('the currency stays while a budget holds money, and once the rules were changed', async () => {
  const house = await openHouse()
  const { platform, admin } = house
  const budget = { scope: 'organisation', measure: 'money', caller: admin } as const
  await setBudget(platform, { ...budget, most: 10_000 })
  expect(await refusal(change(house, 'USD', {}))).toContain('End all budgets of money first')
  await setBudget(platform, { ...budget, most: null })
  await change(house, 'USD', {})
  await changePolicy(platform, { rules: [...defaultRules].slice(1), comment: 'No reads.', caller: admin })
  expect(await refusal(change(house, 'EUR', {}))).toContain('The rules were changed')
})

test('the currency stays while a change of the rules is on its way, and once a grant was given up to an amount', async () => {
  const house = await openHouse()
  const { platform, admin } = house
  await ensureCountersignConnection(platform)
  const { id } = await house.ask(changeOperation, { rules: defaultRules, comment: 'The same.', expectedVersion: 1 }, { caller: admin })
  expect(await refusal(change(house, 'USD', {}))).toContain('A change of the rules waits')
  await cancelAction(platform, { actionId: id, caller: admin })
  await change(house, 'USD', {})
  const { id: connectionId } = await platform.db.connection.findUniqueOrThrow({ where: { name: 'mail' } })
  const grant = { operation: 'mail.send', operationVersion: '1', connectionId, connectionRevision: 1, patterns: [], usesMost: 1 }
  await platform.db.standingGrant.create({
    data: { ...grant, id: platform.ids(), minorMost: 500n, grantedById: admin.personId, endsAt: platform.clock.now() },
  })
  expect(await refusal(change(house, 'EUR', {}))).toContain('A standing grant was given')
})

test('money and hours changed at once, with nothing stored yet: neither is lost', async () => {
  const platform = await testPlatform()
  const id = platform.ids()
  await platform.db.person.create({ data: { id, email: `${id}@test.invalid`, name: 'Ada', roles: ['admin'] } })
  const admin = {
    personId: id,
    name: 'Ada',
    email: '',
    roles: ['admin'],
    teams: [],
    standsInFor: [],
    apiKeyId: null,
    scopes: [],
    via: 'session',
  } satisfies Caller
  const { businessHours } = await loadOrganisation(platform)
  await Promise.all([
    change({ platform, admin }, 'CHF', { EUR: '0.96' }),
    changeBusinessHours(platform, { caller: admin, given: { timeZone: 'Europe/Zurich', businessHours, holidays: [] } }),
  ])
  expect(await loadOrganisation(platform)).toMatchObject({ currency: 'CHF', rates: { EUR: '0.96' }, timeZone: 'Europe/Zurich' })
})
