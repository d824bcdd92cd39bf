import { beforeEach, describe, expect, test } from 'vitest'
import { actionStory, cancelAction, runAction } from '#lib/actions/index.ts'
import { approveAndGrant, decideAction, findGrant, makeGrant, proposeGrant, revokeGrant } from '#lib/approvals/index.ts'
import { type Caller, updatePerson } from '#lib/people/index.ts'
import { changePolicy, currentPolicy, defaultRules, type PolicyRule } from '#lib/policy/index.ts'
import { byKey, openHouse, refund } from '../support/house.ts'

const house = await openHouse()
const { platform, member, member2, approver, approver2, admin } = house
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const inDays = (days: number) => new Date(platform.clock.now().getTime() + days * 86_400_000).toISOString()
const mail = (body = 'Your parcel is on its way.', to = 'ada@acme.test') => ({ to, subject: 'Your order', body })
const letter = [
  { path: '/to', equals: 'ada@acme.test' },
  { path: '/subject', any: true as const },
  { path: '/body', any: true as const },
]
const payment = [
  { path: '/orderId', any: true as const },
  { path: '/amount', atMost: eur('100.00') },
  { path: '/reason', any: true as const },
]

beforeEach(async () => {
  await platform.db.grantUse.deleteMany()
  await platform.db.standingGrant.deleteMany()
})

async function card(operation = 'mail.send', input: unknown = mail(), caller: Caller = member) {
  const { id } = await house.ask(operation, input, { caller })
  return house.prepare(id)
}

async function grant(
  more: Partial<Parameters<typeof makeGrant>[1]['given']> & { by?: Caller; from?: Awaited<ReturnType<typeof card>> } = {},
) {
  const { by = approver, from = await card(), ...given } = more
  return makeGrant(platform, {
    caller: by,
    given: {
      actionId: from.id,
      digest: from.digest ?? '',
      patterns: letter,
      uses: 5,
      budget: eur('500.00'),
      endsAt: inDays(3),
      onlyRequester: false,
      tainted: false,
      ...given,
    },
  })
}

const asked = async (input: unknown = mail(), more = {}) => house.ask('mail.send', input, more)
const left = async (id: string) => (await findGrant(platform, id)).used

describe('what a grant stands for', () => {
  test('what fits runs without a person, says by whose grant, and is counted; what does not fit waits', async () => {
    const id = await grant()
    const first = await asked()
    expect(first).toMatchObject({ status: 'queued', grantId: id, policy: { grant: { by: approver.name, use: 1, of: 5 } } })
    expect((await house.work(first.id)).status).toBe('succeeded')
    expect((await house.demo.journal(first.id)).length).toBe(1)
    expect((await actionStory(platform, await house.look(first.id))).map(({ title }) => title)).toContain(
      `Allowed by ${approver.name}’s standing grant, 1 of 5 used`,
    )
    const used = await platform.db.auditEvent.findMany({ where: { kind: 'grant.used', subjectId: id } })
    expect(used.map(({ content }) => (content as { actionId: string }).actionId)).toEqual([first.id])
    expect((await asked(mail('x', 'eve@acme.test'))).status).toBe('awaiting_approval')
    expect(await left(id)).toBe(1)
  })

  test('a live preview is made first, and its money counts against the budget of all uses together', async () => {
    const from = await card('commerce.refund_order', refund('40.00', '1043'))
    const id = await grant({ from, patterns: payment, budget: eur('100.00') })
    const pay = async (amount: string, order: string) => house.prepare((await house.ask('commerce.refund_order', refund(amount, order))).id)
    expect(await pay('55.00', '1044')).toMatchObject({ status: 'queued', grantId: id })
    expect(await pay('45.01', '1045')).toMatchObject({ status: 'awaiting_approval', grantId: null })
    expect(await pay('45.00', '1046')).toMatchObject({ status: 'queued', grantId: id })
    expect(await findGrant(platform, id)).toMatchObject({ used: 2, spent: eur('100.00') })
  })

  test('for one person’s requests alone, where it says so', async () => {
    await grant({ onlyRequester: true })
    expect((await asked(mail(), { caller: member2 })).status).toBe('awaiting_approval')
    expect((await asked()).status).toBe('queued')
  })
})

describe('separation of duties', () => {
  test('nobody grants from a card of their own, nor for themselves later, with a key of theirs either', async () => {
    const own = await card('mail.send', mail(), approver)
    await expect(grant({ from: own })).rejects.toMatchObject({ code: 'forbidden' })
    await grant()
    expect((await asked(mail(), { caller: approver })).status).toBe('awaiting_approval')
    expect((await asked(mail(), { caller: byKey(approver, ['decide']) })).status).toBe('awaiting_approval')
    expect((await asked(mail(), { caller: approver2 })).status).toBe('queued')
  })

  test('whoever stands in for the granter’s requester is the granter’s other hand: it waits', async () => {
    await grant()
    const now = platform.clock.now()
    const absence = { id: platform.ids(), fromId: member.personId, toId: approver.personId }
    await platform.db.delegation.create({ data: { ...absence, startsAt: now, endsAt: new Date(now.getTime() + 60_000) } })
    expect((await asked()).status).toBe('awaiting_approval')
    await platform.db.delegation.delete({ where: { id: absence.id } })
  })

  test('a member, and a key without the scope, may not', async () => {
    await expect(grant({ by: member2 })).rejects.toMatchObject({ code: 'not_found' })
    await expect(grant({ by: byKey(approver) })).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('one person’s word does not do where two are asked for', async () => {
    await withRules(
      (rule) =>
        rule.name === 'irreversible' ? { ...rule, requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }] } : rule,
      async () => {
        await expect(grant()).rejects.toMatchObject({ code: 'forbidden' })
      },
    )
  })
})

describe('limits', () => {
  test('the policy says how far: no more money, a budget where it sets one, 90 days, and the card itself must fit', async () => {
    const from = await card()
    await expect(grant({ from, budget: eur('1000.01') })).rejects.toMatchObject({ errors: [{ path: 'budget' }] })
    await expect(grant({ from, budget: undefined })).rejects.toMatchObject({ errors: [{ path: 'budget' }] })
    await expect(grant({ from, budget: { amount: '5.00', currency: 'USD' } })).rejects.toMatchObject({ errors: [{ path: 'budget' }] })
    await expect(grant({ from, endsAt: inDays(91) })).rejects.toMatchObject({ errors: [{ path: 'endsAt' }] })
    await expect(grant({ from, endsAt: inDays(-1) })).rejects.toMatchObject({ errors: [{ path: 'endsAt' }] })
    await expect(grant({ from, patterns: [{ path: '/to', equals: 'eve@acme.test' }] })).rejects.toMatchObject({ code: 'invalid' })
    await expect(grant({ from, digest: 'sha256:other' })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('never for what was asked with outside content in sight, unless the policy says so', async () => {
    await grant()
    const tainted = { carried: { tainted: true, sources: [{ title: 'Ticket 88', quote: 'pay me' }] } }
    const from = await asked(mail(), tainted)
    expect(from.status).toBe('awaiting_approval')
    await expect(grant({ from })).rejects.toMatchObject({ code: 'forbidden' })
    await withRules(
      (rule) => (rule.verdict === 'require_approval' ? { ...rule, grantable: { role: 'approver', tainted: true } } : rule),
      async () => {
        expect((await asked(mail(), tainted)).status).toBe('awaiting_approval')
        const said = await asked(mail(), tainted)
        await grant({ from: said, tainted: true })
        expect((await asked(mail(), tainted)).status).toBe('queued')
      },
    )
  })

  test('50 ask at once and 5 uses are left: 5 run, 45 wait', async () => {
    const id = await grant({ uses: 5 })
    const rows = await Promise.all(Array.from({ length: 50 }, (_, index) => asked(mail(`number ${index}`))))
    const count = (status: string) => rows.filter((row) => row.status === status).length
    expect([count('queued'), count('awaiting_approval')]).toEqual([5, 45])
    expect(await left(id)).toBe(5)
  })

  test('a second grant goes on where the first is used up', async () => {
    const from = await card()
    const short = await grant({ from, uses: 1, endsAt: inDays(1) })
    const long = await grant({ from, uses: 1, endsAt: inDays(2) })
    expect([(await asked()).grantId, (await asked()).grantId, (await asked()).grantId]).toEqual([short, long, null])
  })
})

describe('between asking and running', () => {
  test.each<[string, (id: string) => Promise<unknown>]>([
    ['is revoked', (id) => revokeGrant(platform, { grantId: id, caller: approver })],
    ['ends', async () => void platform.clock.advance(4 * 86_400_000)],
    [
      'loses its granter’s role',
      () => updatePerson(platform, { personId: approver.personId, roles: ['member'], actor: { kind: 'system', id: null } }),
    ],
  ])('a grant %s: what it queued goes back to people, and its use with it', async (_, happens) => {
    const id = await grant()
    const row = await asked()
    await happens(id)
    await runAction(platform, row.id, 'test')
    expect(await house.look(row.id)).toMatchObject({
      status: 'awaiting_approval',
      grantId: null,
      waitingNote: expect.stringContaining('since'),
    })
    expect(await left(id)).toBe(0)
    expect(await house.demo.journal(row.id)).toEqual([])
    await updatePerson(platform, { personId: approver.personId, roles: ['approver', 'member'], actor: { kind: 'system', id: null } })
    const again = await house.look(row.id)
    await decideAction(platform, { actionId: row.id, caller: approver2, verdict: 'approve', digest: again.digest ?? '' })
    expect((await house.work(row.id)).status).toBe('succeeded')
  })

  test('what ends without an effect gives its use back, what has one keeps it', async () => {
    const id = await grant({ uses: 2 })
    const withdrawn = await asked()
    await cancelAction(platform, { actionId: withdrawn.id, caller: member })
    const done = await asked()
    await house.work(done.id)
    expect(await left(id)).toBe(1)
    expect((await asked()).status).toBe('queued')
    expect((await asked()).status).toBe('awaiting_approval')
  })
})

test('from a card with one more click: proposed from what is there, approved and allowed in one go', async () => {
  const row = await card('commerce.refund_order', refund('30.00', '1047'))
  const proposal = await proposeGrant(platform, { actionId: row.id, caller: approver })
  expect(proposal).toMatchObject({ requester: member.name, amount: eur('30.00'), most: eur('1000.00') })
  const patterns = proposal.places.map(({ pattern }) => pattern)
  expect(patterns.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
    { path: '/amount', atMost: eur('30.00') },
    { path: '/orderId', equals: '1047' },
    { path: '/reason', any: true },
  ])
  const given = { actionId: row.id, digest: proposal.digest, patterns, uses: 2, endsAt: inDays(1), onlyRequester: true, tainted: false }
  await expect(approveAndGrant(platform, { caller: approver, given })).rejects.toMatchObject({ errors: [{ path: 'budget' }] })
  expect((await house.look(row.id)).status).toBe('awaiting_approval')
  await approveAndGrant(platform, { caller: approver, given: { ...given, budget: eur('60.00') } })
  expect((await house.look(row.id)).status).toBe('queued')
  expect(await platform.db.standingGrant.count()).toBe(1)
})

test('only who gave it and an admin take it back', async () => {
  const id = await grant()
  await expect(revokeGrant(platform, { grantId: id, caller: approver2 })).rejects.toMatchObject({ code: 'forbidden' })
  await revokeGrant(platform, { grantId: id, caller: admin })
  expect(await findGrant(platform, id)).toMatchObject({ state: 'revoked', revokedBy: { id: admin.personId } })
  expect((await asked()).status).toBe('awaiting_approval')
})

async function withRules(change: (rule: PolicyRule) => PolicyRule, work: () => Promise<void>): Promise<void> {
  const { rules } = await currentPolicy(platform)
  await changePolicy(platform, { rules: rules.map(change), comment: 'a test', caller: admin })
  await work()
  await changePolicy(platform, { rules: [...defaultRules], comment: 'as before', caller: admin })
}
