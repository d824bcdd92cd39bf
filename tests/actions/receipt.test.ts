import { describe, expect, test } from 'vitest'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'
import { actionReceipt, actionsAfterRestore, eraseAction, resolveAction } from '#lib/actions/index.ts'
import { decideAction, makeGrant } from '#lib/approvals/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { type Receipt, receiptSchema, receiptStatement } from '#lib/core/index.ts'
import { type House, openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, demo, member, member2, approver, approver2, admin } = house

async function approve(id: string, caller = approver) {
  const { digest } = await house.look(id)
  await decideAction(platform, { actionId: id, caller, verdict: 'approve', digest: digest ?? '', comment: 'seen the photo' })
}

async function receiptOf(id: string, caller = member): Promise<Receipt> {
  // A test that moves the clock leaves events behind that look late.
  await sequenceAudit(platform, { everything: true })
  return actionReceipt(platform, { actionId: id, caller })
}

async function refunded(orderId: string): Promise<Receipt> {
  const { id } = await house.ask('commerce.refund_order', refund('49.90', orderId))
  await house.work(id)
  await approve(id)
  await house.work(id)
  return receiptOf(id)
}

/** The names of the checks that failed, and of those that could not be made. */
async function verdictOn(receipt: unknown, trust = {}) {
  const checks = await verifyReceipt(receipt, trust)
  const named = (ok: boolean | null) => checks.filter((check) => check.ok === ok).map(({ name }) => name)
  return { failed: named(false), open: named(null) }
}

const fine = { failed: [], open: [] }
const done = await refunded('1042')

test('an approved refund: the receipt says who agreed and that it ran once, and every check passes', async () => {
  expect(() => receiptSchema.parse(done)).not.toThrow()
  expect(await verdictOn(done, { logKey: done.log.publicKey })).toEqual(fine)
  // As a file, that is after a trip through text.
  expect(await verdictOn(JSON.parse(JSON.stringify(done)))).toEqual(fine)
  expect(done.proofs).toHaveLength(done.events.length)
  const time = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`
  expect(done.statement).toEqual([
    expect.stringMatching(
      new RegExp(`^Max Weber asked for “Refund 49\\.90 EUR to .+ for order 1042” \\(commerce\\.refund_order on commerce\\), ${time}\\.$`),
    ),
    expect.stringMatching(new RegExp(`^Bea Moreau approved exactly what is shown here, ${time}\\.$`)),
    expect.stringMatching(new RegExp(`^It ran, once: one request, which was answered, ${time}\\. Nothing was sent after that\\.$`)),
  ])
})

type Draft = Receipt
const eventOf = (receipt: Draft, kind: string) => receipt.events.find((event) => event.kind === kind) as Receipt['events'][number]
const without = (receipt: Draft, kind: string) => {
  const { id } = eventOf(receipt, kind)
  receipt.events = receipt.events.filter((event) => event.id !== id)
  receipt.proofs = receipt.proofs.filter(({ eventId }) => eventId !== id)
}
const first = <T>(list: T[]): T => list[0] as T

describe('one thing forged fails one check:', () => {
  test.each<[string, string, (receipt: Draft) => void]>([
    ['a larger amount', 'digest', (receipt) => Object.assign(receipt.action, { input: refund('499.00') })],
    ['a preview that shows less', 'digest', ({ action }) => action.preview?.changes.pop()],
    ['another requester', 'digest', ({ action }) => Object.assign(action.requestedBy, { id: member2.personId })],
    ['another operation version', 'digest', ({ action }) => Object.assign(action, { operationVersion: 'sha256:00' })],
    [
      'an approval of something else',
      'approval',
      ({ decisions }) => Object.assign(first(decisions), { digest: `sha256:${'0'.repeat(64)}` }),
    ],
    [
      'an approver more',
      'approval',
      (receipt) => {
        const { personId: id, name } = approver2
        receipt.decisions.push({ ...first(receipt.decisions), person: { id, name } })
        receipt.statement = receiptStatement(receipt)
      },
    ],
    ['another person’s approval', 'approval', ({ decisions }) => Object.assign(first(decisions).person, { id: approver2.personId })],
    ['other words of an approver', 'approval', ({ decisions }) => Object.assign(first(decisions), { comment: 'as you like' })],
    [
      'another answer of the other side',
      'events',
      (receipt) => Object.assign(eventOf(receipt, 'action.settled').content as object, { result: {} }),
    ],
    ['another worker', 'events', (receipt) => Object.assign(eventOf(receipt, 'action.claimed').content as object, { worker: 'w9' })],
    [
      'another time of an event',
      'events',
      (receipt) => Object.assign(eventOf(receipt, 'action.settled'), { at: '2027-01-01T00:00:00.000Z' }),
    ],
    ['another salt', 'events', (receipt) => Object.assign(eventOf(receipt, 'action.settled'), { salt: '00'.repeat(16) })],
    ['a path with another hash', 'place', ({ proofs }) => first(proofs).path.splice(0, 1, '0'.repeat(64))],
    ['a path that is too long', 'place', ({ proofs }) => first(proofs).path.push('0'.repeat(64))],
    ['another place', 'place', ({ proofs }) => Object.assign(first(proofs), { index: first(proofs).index + 1 })],
    ['another leaf', 'place', ({ proofs }) => Object.assign(first(proofs), { leafHash: '0'.repeat(64) })],
    [
      'another signature',
      'signature',
      ({ proofs }) => proofs.map(({ checkpoint }) => Object.assign(checkpoint, { note: resigned(checkpoint.note) })),
    ],
    [
      'a note over another size',
      'signature',
      ({ proofs }) => proofs.map(({ checkpoint }) => Object.assign(checkpoint, { note: checkpoint.note.replace(/\n\d+\n/, '\n99999\n') })),
    ],
    ['another key', 'signature', ({ log }) => Object.assign(log, { publicKey: otherKey(log.publicKey) })],
    ['a claim that is left out', 'story', (receipt) => without(receipt, 'action.claimed')],
    ['an end that is left out', 'story', (receipt) => without(receipt, 'action.settled')],
    ['a listed attempt that is left out', 'story', (receipt) => receipt.attempts.pop()],
    ['an attempt more', 'story', (receipt) => receipt.attempts.push({ ...first(receipt.attempts), number: 2, fence: 9 })],
    ['a sentence', 'statement', ({ statement }) => statement.splice(1, 1, 'Everybody approved.')],
  ])('%s: %s', async (_what, check, forge) => {
    const forged = structuredClone(done)
    forge(forged)
    expect(await verdictOn(forged)).toEqual({ failed: [check], open: [] })
  })
})

/** The same key with a sign in its midst changed: at its end a sign may hold bits that no key has. */
function otherKey(key: string): string {
  const at = key.length - 12
  return `${key.slice(0, at)}${key[at] === 'A' ? 'B' : 'A'}${key.slice(at + 1)}`
}

/** The same note with one bit of its signature turned. */
function resigned(note: string): string {
  const [head = '', signature = ''] = note.split(/(?<=— \S+ )/)
  const bytes = Buffer.from(signature, 'base64')
  bytes[20] = (bytes[20] ?? 0) ^ 1
  return `${head}${bytes.toString('base64')}\n`
}

test('a larger amount with a digest made to fit it still fails: the log knows which digest was approved and ran', async () => {
  const forged = structuredClone(await refunded('1043'))
  const other = await refunded('1044')
  forged.action.input = other.action.input
  forged.action.digest = other.action.digest
  for (const decision of forged.decisions) decision.digest = other.action.digest ?? ''
  expect((await verdictOn(forged)).failed).toContain('approval')
})

test('an approval that was given, and moved to another digest before anything ran, is not in the log', async () => {
  const { id } = await house.ask('commerce.refund_order', refund('12.00', '1051'))
  await house.work(id)
  await approve(id)
  const approved = await receiptOf(id)
  expect(await verdictOn(approved)).toEqual(fine)
  approved.action.digest = `sha256:${'0'.repeat(64)}`
  for (const decision of approved.decisions) decision.digest = approved.action.digest
  expect((await verdictOn(approved)).failed).toEqual(['digest', 'approval'])
})

test('events of another action do not vouch for this one', async () => {
  const other = await refunded('1045')
  expect((await verdictOn({ ...done, events: other.events, proofs: other.proofs })).failed).toEqual(
    expect.arrayContaining(['events', 'approval']),
  )
})

test('a log signed with a key of the forger’s own is believed only by who does not know the log’s key', async () => {
  expect(await verdictOn(done, { logKey: 'countersign-audit+00000000+AAAA' })).toEqual({ failed: ['signature'], open: [] })
})

test('a log that has not caught up: the rest is checked, and nothing is said to be wrong', async () => {
  const { id } = await house.ask('commerce.refund_order', refund('20.00', '1046'))
  await house.work(id)
  await sequenceAudit(platform)
  await approve(id)
  await house.work(id)
  const early = await actionReceipt(platform, { actionId: id, caller: member })
  expect(early.proofs.length).toBeLessThan(early.events.length)
  expect(await verdictOn(early)).toEqual({ failed: [], open: ['place'] })
  expect((await verifyReceipt(early)).find(({ name }) => name === 'place')?.detail).toMatch(/written within seconds; try again/)
  expect(await verdictOn(await receiptOf(id))).toEqual(fine)
})

test('what the policy allowed has a digest and nobody’s decision, and says so', async () => {
  const { id } = await house.ask('helpdesk.create_ticket', {
    subject: 'Broken vase',
    body: 'A crack.',
    requesterEmail: 'ada@example.test',
    priority: 'low',
  })
  await house.work(id)
  const receipt = await receiptOf(id)
  expect(receipt.action).toMatchObject({ status: 'succeeded', digest: expect.stringMatching(/^sha256:/) })
  expect(receipt.statement[1]).toBe('The policy allowed it, so nobody was asked to approve.')
  expect(await verdictOn(receipt)).toEqual(fine)
})

test('what ran by a standing grant says by whose, and every check passes; a grant on another digest is found out', async () => {
  const { id } = await house.ask('commerce.refund_order', refund('5.00', '1046'))
  const { digest } = await house.work(id)
  const patterns = [
    { path: '/orderId', equals: '1046' },
    { path: '/amount', atMost: { amount: '5.00', currency: 'EUR' } },
    { path: '/reason', any: true as const },
  ]
  const budget = { amount: '20.00', currency: 'EUR' }
  const endsAt = new Date(platform.clock.now().getTime() + 86_400_000).toISOString()
  const given = { actionId: id, digest: digest ?? '', patterns, uses: 3, budget, endsAt, onlyRequester: true, tainted: false }
  await makeGrant(platform, { caller: approver, given })
  const allowed = await house.ask('commerce.refund_order', refund('4.00', '1046'))
  await house.work(allowed.id)
  expect(await house.work(allowed.id)).toMatchObject({ status: 'succeeded' })
  const receipt = await receiptOf(allowed.id)
  expect(await verdictOn(receipt, { logKey: receipt.log.publicKey })).toEqual(fine)
  expect(receipt.statement).toContain('Bea Moreau’s standing grant allowed it, 1 of 3 used, so nobody was asked.')
  const forged = structuredClone(receipt)
  Object.assign(eventOf(forged, 'action.prepared').content as object, { digest: done.action.digest })
  expect((await verdictOn(forged)).failed).toContain('approval')
})

test('a read has no digest, and a receipt that hides one is found out', async () => {
  const { id } = await house.ask('commerce.get_order', { orderId: '1042' })
  await house.work(id)
  const receipt = await receiptOf(id)
  expect(receipt.action).toMatchObject({ digest: null, preview: null })
  expect(await verdictOn(receipt)).toEqual(fine)
  const hidden = structuredClone(done)
  Object.assign(hidden.action, { digest: null })
  expect((await verdictOn(hidden)).failed).toContain('digest')
})

test('waiting, rejected and changed by an approver: each tells its own story, and every check passes', async () => {
  const waiting = await house.ask('commerce.refund_order', refund('30.00', '1047'))
  await house.work(waiting.id)
  const open = await receiptOf(waiting.id)
  expect(open.statement.slice(1)).toEqual(['Nobody has approved it.', 'It has not run yet.'])
  expect(await verdictOn(open)).toEqual(fine)

  const { digest } = await house.look(waiting.id)
  await decideAction(platform, { actionId: waiting.id, caller: approver, verdict: 'reject', digest: digest ?? '' })
  const rejected = await receiptOf(waiting.id)
  expect(rejected.statement.slice(1)).toEqual([expect.stringMatching(/^Bea Moreau rejected it, /), 'It never ran.'])
  expect(await verdictOn(rejected)).toEqual(fine)

  const lowered = await loweredByApprover()
  expect(lowered.action).toMatchObject({ status: 'succeeded', input: refund('15.00', '1048') })
  expect(lowered.statement[1]).toMatch(/^Bea Moreau approved exactly what is shown here/)
  expect(await verdictOn(lowered)).toEqual(fine)
})

/** An approver lowers the amount: that is an approval of what comes of it. */
async function loweredByApprover(): Promise<Receipt> {
  const { id } = await house.ask('commerce.refund_order', refund('40.00', '1048'))
  const { digest } = await house.work(id)
  const decided = decideAction(platform, {
    actionId: id,
    caller: approver,
    verdict: 'approve',
    digest: digest ?? '',
    input: refund('15.00', '1048'),
  })
  await expect.poll(async () => (await house.prepare(id)).digest).not.toBe(digest)
  await decided
  await house.work(id)
  return receiptOf(id)
}

test('an attempt that may have been made after the backup has no claim, and the receipt fits all the same', async () => {
  const { id } = await house.ask('commerce.refund_order', refund('13.00', '1052'))
  await house.work(id)
  await approve(id)
  await actionsAfterRestore(platform, { madeAt: platform.clock.now() })
  expect(await house.work(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
  const restored = await receiptOf(id)
  expect(restored.events.filter(({ kind }) => kind === 'action.claimed')).toHaveLength(1)
  expect(await verdictOn(restored)).toEqual(fine)
  without(restored, 'action.restored')
  expect((await verdictOn(restored)).failed).toEqual(['story'])
})

test('two attempts under one key are one refund; an attempt that nobody saw the end of is settled by a person', async () => {
  await demo.addFault({ path: '*', method: 'POST', mode: 'drop_after' })
  const { id } = await house.ask('commerce.refund_order', refund('10.00', '1049'))
  await house.work(id)
  await approve(id)
  await house.work(id)
  platform.clock.advance(60_000)
  await house.work(id)
  const twice = await receiptOf(id)
  expect(twice.statement.at(-1)).toMatch(/^It ran, once: it took 2 attempts, .*All carried one key, which the other side takes once\.$/)
  expect(await verdictOn(twice)).toEqual(fine)
  const hidden = structuredClone(twice)
  without(hidden, 'action.attempt_ended')
  expect(await verdictOn(hidden)).toEqual({ failed: ['story'], open: [] })
  expect(await demo.journal(id)).toHaveLength(1)

  const settled = await settledByPerson(house)
  expect(settled.statement.at(-1)).toBe(
    'Nobody saw how its request ended; a person found that it happened, and nothing was sent after that.',
  )
  expect(await verdictOn(settled)).toEqual(fine)
})

async function settledByPerson({ ask, work }: House): Promise<Receipt> {
  await demo.addFault({ path: '/contacts/501/credit-limit', mode: 'drop_after' })
  const { id } = await ask('crm.set_credit_limit', { contactId: '501', amount: { amount: '20.00', currency: 'EUR' } })
  if ((await work(id)).status === 'awaiting_approval') {
    await approve(id)
    await work(id)
  }
  expect((await receiptOf(id)).statement.at(-1)).toMatch(/nobody saw how it ended/)
  await resolveAction(platform, { actionId: id, outcome: 'succeeded', comment: 'seen in the CRM', caller: approver2 })
  return receiptOf(id)
}

test('what a stranger may not see has no receipt', async () => {
  await expect(actionReceipt(platform, { actionId: done.action.id, caller: member2 })).rejects.toMatchObject({ code: 'not_found' })
  await expect(actionReceipt(platform, { actionId: platform.ids(), caller: member })).rejects.toMatchObject({ code: 'not_found' })
})

test('a receipt from a file that is no receipt fails every check and throws nothing', async () => {
  for (const nothing of [
    null,
    'text',
    [],
    {},
    { format: 'countersign.receipt', version: 2 },
    { format: 'countersign.receipt', version: 1 },
  ]) {
    const { failed } = await verdictOn(nothing)
    expect(failed).toHaveLength(7)
  }
})

test('erased content: who, when and the place in the log are still proved; the rest is not checked, and not said to be wrong', async () => {
  const { id } = (await refunded('1050')).action
  await eraseAction(platform, { actionId: id, reason: 'the customer asked for it', by: { personId: admin.personId } })
  const erased = await receiptOf(id)
  expect(JSON.stringify(erased)).not.toMatch(/arrived broken|49\.90|Lovelace/)
  expect(await verdictOn(erased)).toEqual({ failed: [], open: ['digest', 'approval', 'story', 'events'] })
  expect(erased.statement.slice(1)).toEqual([
    expect.stringMatching(/^Bea Moreau approved it as it was then, /),
    expect.stringMatching(/^On record it is “succeeded”, with attempts made: 1\. Its content was erased on request on /),
  ])
})

test('the sentences of a stopped action do not claim that nothing happened where nobody saw it', () => {
  const attempt = {
    ...eventOf(done, 'action.claimed'),
    kind: 'action.attempt_ended',
    content: { class: 'unknown', from: 'running', to: 'queued' },
  }
  const stopped = { ...done, action: { ...done.action, status: 'cancelled' as const }, events: [...done.events, attempt] }
  expect(receiptStatement(stopped).at(-1)).toMatch(/cannot say that nothing happened/)
})
