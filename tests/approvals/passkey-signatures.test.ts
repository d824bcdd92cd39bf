import { expect, test } from 'vitest'
import { type ActionRow, policyOf } from '#lib/actions/index.ts'
import { askForSignature, decideAction } from '#lib/approvals/index.ts'
import { decisionSignatureSchema } from '#lib/core/index.ts'
import { beginEnrolment, type Caller, finishEnrolment } from '#lib/people/index.ts'
import { changePolicy, type PolicyRule, type Requirement } from '#lib/policy/index.ts'
import { byKey, openHouse, refund } from '../support/house.ts'
import { passkeyOf } from '../support/passkey-of.ts'
import { type Forgery, SoftwareAuthenticator } from '../support/software-authenticator.ts'
import { waitFor } from '../support/wait-for.ts'

const house = await openHouse()
const { platform, approver, approver2, admin, member } = house

const approverOnce = { role: 'approver', quorum: 1, requesterExcluded: true } as const
/** Refunds ask for this, and nothing else is said about anything. */
function ruleOf(requirement: Requirement): Promise<unknown> {
  const rule: PolicyRule = {
    name: 'refunds',
    operations: ['commerce.refund_order'],
    condition: null,
    verdict: 'require_approval',
    requirements: [requirement],
    reason: 'Money leaves the house.',
  }
  return changePolicy(platform, { rules: [rule], tests: [], comment: 'a test', caller: admin })
}
const signed = { ...approverOnce, stepUp: true }
await ruleOf(signed)
const device = await passkeyOf(platform, approver)
const device2 = await passkeyOf(platform, approver2)

let cards = 0
const askRefund = (amount: string) => house.ask('commerce.refund_order', refund(amount, String(1042 + (cards++ % 20))))

/** A change is written, and waits for its preparation. */
const edited = ({ id }: { id: string }) => waitFor(async () => (await house.look(id)).pendingEdit !== null)

async function card(amount = '9.90'): Promise<ActionRow & { digest: string }> {
  const { id } = await askRefund(amount)
  const row = await house.prepare(id)
  expect(policyOf(row)?.requirements[0]).toMatchObject({ stepUp: true })
  return { ...row, digest: row.digest ?? '' }
}

const ask = (row: { id: string; digest: string }, caller: Caller = approver, verdict: 'approve' | 'reject' = 'approve') =>
  askForSignature(platform, { actionId: row.id, caller, verdict, digest: row.digest })

type Decision = Parameters<typeof decideAction>[1]
const decide = (row: { id: string; digest: string }, more: Partial<Decision> = {}) =>
  decideAction(platform, { actionId: row.id, caller: approver, verdict: 'approve', digest: row.digest, ...more })

const auditOf = (kind: string, subjectId: string) => platform.db.auditEvent.findMany({ where: { kind, subjectId } })

test('a signed approval runs, and the signature is kept with the decision and in the log', async () => {
  const row = await card()
  const signature = device.sign((await ask(row)).options)
  const approved = await decide(row, { signature })
  expect(approved.status).toBe('queued')
  const kept = decisionSignatureSchema.parse(approved.decisions[0]?.signature)
  expect(kept).toMatchObject({ credentialId: device.credentialId, algorithm: -7, rpId: 'localhost', origin: 'http://localhost:3000' })
  const [event] = await auditOf('action.decided', row.id)
  expect(event?.content).toMatchObject({ signature: kept })
  expect((await house.work(row.id)).status).toBe('succeeded')
})

test('without a signature it is refused in words that say what to do, and nothing is decided', async () => {
  const row = await card()
  await expect(decide(row)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringMatching(/takes your passkey.*challenge/) })
  expect((await house.look(row.id)).decisions).toEqual([])
})

test('a rejection needs no signature, and may carry one', async () => {
  const [plain, other] = [await card(), await card()]
  expect((await decide(plain, { verdict: 'reject' })).status).toBe('rejected')
  const signature = device.sign((await ask(other, approver, 'reject')).options)
  expect((await decide(other, { verdict: 'reject', signature })).decisions[0]?.signature).not.toBeNull()
})

test('an API key cannot sign, ask for a challenge, or change the input and have it count', async () => {
  const row = await card()
  const key = byKey(approver, ['decide'])
  const refused = { code: 'forbidden', message: expect.stringContaining('API key can’t') }
  await expect(decide(row, { caller: key })).rejects.toMatchObject(refused)
  await expect(ask(row, key)).rejects.toMatchObject(refused)
  await expect(decide(row, { caller: key, input: { ...refund('1.00'), orderId: '1043' } })).rejects.toMatchObject(refused)
  const signature = device.sign((await ask(row)).options)
  await expect(decide(row, { caller: key, signature })).rejects.toMatchObject(refused)
})

test('a person without a passkey is told to add one', async () => {
  await expect(ask(await card(), admin)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('account page') })
})

test('a challenge is given to nobody who could not decide', async () => {
  await expect(ask(await card(), member)).rejects.toMatchObject({ code: 'forbidden' })
})

test('a signature replayed on another verdict is refused', async () => {
  const row = await card()
  const signature = device.sign((await ask(row, approver, 'reject')).options)
  await expect(decide(row, { signature })).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('another verdict') })
})

test('a signature replayed on another action is refused', async () => {
  const [row, other] = [await card(), await card()]
  const signature = device.sign((await ask(row)).options)
  await expect(decide(other, { signature })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a signature replayed by another approver is refused, with either device', async () => {
  const row = await card()
  const { options } = await ask(row)
  for (const signature of [device.sign(options), device2.sign(options)]) {
    await expect(decide(row, { caller: approver2, signature })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('somebody else'),
    })
  }
})

test('another person’s device does not sign for me, not even on my challenge', async () => {
  const row = await card()
  const { options } = await ask(row)
  await expect(decide(row, { signature: device2.sign(options) })).rejects.toMatchObject({
    message: expect.stringContaining('not one of yours'),
  })
  await expect(decide(row, { signature: device2.sign(options, { credentialId: device.credentialId }) })).rejects.toMatchObject({
    message: expect.stringContaining('does not fit'),
  })
})

test('a signature on the digest before a change does not fit what came of it', async () => {
  const row = await card()
  const signature = device.sign((await ask(row)).options)
  const changed = decide(row, { caller: approver2, input: { ...(row.input as object), amount: { amount: '2.00', currency: 'EUR' } } })
  await edited(row)
  await house.prepare(row.id)
  await changed
  const fresh = await house.prepare(row.id)
  expect(fresh.digest).not.toBe(row.digest)
  await expect(decide(row, { signature })).rejects.toMatchObject({ code: 'conflict' })
  await expect(decide({ ...row, digest: fresh.digest ?? '' }, { signature })).rejects.toMatchObject({ code: 'forbidden' })
})

test('whoever lowers the amount signs the lower one: nothing is carried over', async () => {
  const row = await card()
  const changing = decide(row, { input: { ...(row.input as object), amount: { amount: '2.00', currency: 'EUR' } } })
  await edited(row)
  await house.prepare(row.id)
  await changing
  const fresh = await house.prepare(row.id)
  expect(fresh).toMatchObject({ status: 'awaiting_approval' })
  expect(fresh.decisions.filter(({ verdict }) => verdict === 'approve')).toEqual([])
  const lower = { id: row.id, digest: fresh.digest ?? '' }
  expect((await decide(lower, { signature: device.sign((await ask(lower)).options) })).status).toBe('queued')
})

test('a change does not take a signature of what was before', async () => {
  const row = await card()
  const signature = device.sign((await ask(row)).options)
  const input = { ...(row.input as object), reason: 'another' }
  await expect(decide(row, { input, signature })).rejects.toMatchObject({ code: 'invalid' })
})

test('a signature is good once, also for two at the same moment', async () => {
  const row = await card()
  const signature = device.sign((await ask(row)).options)
  const both = await Promise.allSettled([decide(row, { signature }), decide(row, { signature })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await expect(decide(row, { signature })).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('used already') })
  expect((await house.look(row.id)).decisions).toHaveLength(1)
})

test('after five minutes a signature comes too late', async () => {
  const row = await card()
  const signature = device.sign((await ask(row)).options)
  platform.clock.advance(5 * 60_000 + 1)
  await expect(decide(row, { signature })).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('too late') })
})

test.each<[string, Forgery]>([
  ['another site’s page', { origin: 'https://evil.example' }],
  ['this machine’s other name', { origin: 'http://127.0.0.1:3000' }],
  ['another port', { origin: 'http://localhost:3001' }],
  ['a frame in another site', { crossOrigin: true }],
  ['another domain’s key', { rpId: 'evil.example' }],
  ['a device that did not verify the person', { verified: false }],
  ['the enrolment of a key', { type: 'webauthn.create' }],
  ['a challenge that nobody gave', { challenge: 'AAAA' }],
])('a signature from %s is refused', async (_what, forgery) => {
  const row = await card()
  const { options } = await ask(row)
  await expect(decide(row, { signature: device.sign(options, forgery) })).rejects.toMatchObject({ code: 'forbidden' })
  expect((await house.look(row.id)).decisions).toEqual([])
  // The person still can: a failed attempt does not use the challenge up.
  expect((await decide(row, { signature: device.sign(options) })).status).toBe('queued')
})

test('a counter that goes back is refused and on record: there may be a copy of the key', async () => {
  const row = await card()
  const { options } = await ask(row)
  const before = device.counter
  await expect(decide(row, { signature: device.sign(options, { counter: before }) })).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('counts backwards'),
  })
  const [event] = await auditOf('passkey.counter_went_back', approver.personId)
  expect(event?.content).toMatchObject({ counter: String(before), seen: String(before) })
  device.counter = before
})

test('a removed key signs nothing any more, and what it signed before stays good', async () => {
  const device3 = await passkeyOf(platform, admin)
  const [first, second] = [await card(), await card()]
  const [early, late] = [device3.sign((await ask(first, admin)).options), device3.sign((await ask(second, admin)).options)]
  await decide(first, { caller: admin, signature: early })
  await platform.db.passkey.updateMany({ where: { credentialId: device3.credentialId }, data: { removedAt: platform.clock.now() } })
  await expect(decide(second, { caller: admin, signature: late })).rejects.toMatchObject({
    message: expect.stringContaining('was removed'),
  })
  expect((await house.work(first.id)).status).toBe('succeeded')
})

test('a challenge for adding a passkey decides nothing, and one for deciding adds none', async () => {
  const row = await card()
  const { options } = await ask(row)
  await expect(beginEnrolment(platform, { caller: approver, proof: { assertion: device.sign(options) } })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const registration = new SoftwareAuthenticator().register({ challenge: options.challenge, rp: { id: 'localhost' } })
  await expect(finishEnrolment(platform, { caller: approver, name: 'x', registration })).rejects.toMatchObject({ code: 'forbidden' })
})

test('who approved before a passkey was asked for can sign afterwards; the unsigned one no longer counts', async () => {
  await ruleOf(approverOnce)
  const { id } = await askRefund('9.90')
  const row = await house.prepare(id)
  const plain = { id, digest: row.digest ?? '' }
  await decide(plain)
  await ruleOf(signed)
  const back = await house.work(id)
  expect(back).toMatchObject({ status: 'awaiting_approval', digest: plain.digest })
  expect((await decide(plain, { signature: device.sign((await ask(plain)).options) })).status).toBe('queued')
  expect((await house.work(id)).status).toBe('succeeded')
})
