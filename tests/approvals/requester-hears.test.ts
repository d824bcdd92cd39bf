import { expect, test } from 'vitest'
import type { ActionRow } from '#lib/actions/index.ts'
import { askQuestion, decideAction, handOver, remind } from '#lib/approvals/index.ts'
import { notificationMail } from '#lib/faces/index.ts'
import { deliverMails, markNotificationsRead, planDigests, savePreferences } from '#lib/people/index.ts'
import { changePolicy, currentPolicy, type PolicyRule } from '#lib/policy/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { openMailBox } from '#tests/support/mail-box.ts'

const box = await openMailBox()
const house = await openHouse({ variables: { NOTIFY_SMTP_URL: box.url, NOTIFY_FROM: 'Countersign <countersign@acme.test>' } })
const { platform, member, approver, approver2, admin } = house
const { clock } = platform
clock.advance(new Date('2030-03-04T10:00:00Z').getTime() - clock.now().getTime())
clock.stop()
for (const caller of [member, approver, approver2])
  await savePreferences(platform, { caller, given: { mail: 'at_once', quiet: null, browser: false } })
const two = {
  name: 'two sign',
  operations: ['commerce.refund_order'],
  condition: 'input.orderId == "1050"',
  verdict: 'require_approval',
  requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }],
  reason: 'It takes two.',
}
const { rules } = await currentPolicy(platform)
await changePolicy(platform, { rules: [...rules, two] as PolicyRule[], comment: 'two sign', caller: admin })

const decide = (row: ActionRow, more: object = {}) =>
  decideAction(platform, { actionId: row.id, caller: approver, verdict: 'approve', digest: row.digest ?? '', ...more })
const noting = (row: ActionRow) => ({ actionId: row.id, caller: approver })
const deliver = () => deliverMails(platform, { compose: notificationMail, timeZone: 'Europe/Berlin' })
const told = async (personId: string, actionId: string) =>
  (await platform.db.notification.findMany({ where: { personId, actionId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

async function waiting(orderId: string): Promise<ActionRow> {
  const { id } = await house.ask('commerce.refund_order', refund('10.00', orderId))
  const row = await house.prepare(id)
  expect(row.status).toBe('awaiting_approval')
  await deliver()
  box.received.splice(0)
  return row
}

const events: [string, string, string, RegExp, (row: ActionRow) => Promise<unknown>][] = [
  ['an approval', '1042', 'approved', /^Bea Moreau approved it: Refund/, (row) => decide(row)],
  ['one approval of two', '1050', 'approved', /^Bea Moreau approved it, and it takes another approval: Refund/, (row) => decide(row)],
  ['a rejection', '1042', 'rejected', /^Bea Moreau rejected it: Refund/, (row) => decide(row, { verdict: 'reject', comment: 'No.' })],
  [
    'a question',
    '1042',
    'question',
    /^Bea Moreau asks about “Refund.*”: Why\?$/,
    (row) => askQuestion(platform, { ...noting(row), text: 'Why?' }),
  ],
  [
    'a question to somebody else',
    '1042',
    'question',
    /^Bea Moreau asks Ada Okafor about “Refund.*”: Why\?$/,
    (row) => askQuestion(platform, { ...noting(row), text: 'Why?', toId: approver2.personId }),
  ],
  [
    'a hand-over',
    '1042',
    'handed_over',
    /^Bea Moreau handed “Refund.*” to Ada Okafor\.$/,
    (row) => handOver(platform, { ...noting(row), toId: approver2.personId }),
  ],
  ['a reminder', '1042', 'reminder', /^Bea Moreau reminds: “Refund.*” waits for a decision\.$/, (row) => remind(platform, noting(row))],
  [
    'approve with changes',
    '1042',
    'changed',
    /^Changed by Bea Moreau\. Refund/,
    // Nobody prepares it here, so that the caller's wait for that is not waited for.
    async (row) => {
      const edited = decide(row, { input: refund('12.00', '1042') })
      await expect.poll(async () => (await house.look(row.id)).digest).toBeNull()
      await house.prepare(row.id)
      return edited
    },
  ],
]

test.each(events)(
  'whoever asked hears of %s, once, on the page and by mail; whoever did it does not',
  async (_name, orderId, kind, words, act) => {
    const row = await waiting(orderId)
    const before = await told(approver.personId, row.id)
    await act(row)
    expect(await told(member.personId, row.id)).toEqual([kind])
    const [notification] = await platform.db.notification.findMany({ where: { personId: member.personId, actionId: row.id } })
    expect(notification?.sentence).toMatch(words)
    expect(await told(approver.personId, row.id)).toEqual(before)
    await deliver()
    const mails = box.received.splice(0).filter(({ to }) => to === member.email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.text).toContain(`\n\n${notification?.sentence}\n`)
    expect(await told(approver.personId, row.id)).toEqual(before)
  },
)

test('the second of two approvals is told as the last, and a card that has ended tells of no reminder any more', async () => {
  const row = await waiting('1050')
  await decide(row)
  await remind(platform, { ...noting(row), caller: approver2 })
  await decide(row, { caller: approver2 })
  const sentences = await platform.db.notification.findMany({
    where: { personId: member.personId, actionId: row.id },
    orderBy: { id: 'asc' },
  })
  expect(sentences.map(({ kind, sentence }) => [kind, sentence.split(':')[0]])).toEqual([
    ['approved', 'Bea Moreau approved it, and it takes another approval'],
    ['reminder', 'Ada Okafor reminds'],
    ['approved', 'Ada Okafor approved it'],
  ])
  await deliver()
  const mails = box.received.splice(0).filter(({ to }) => to === member.email)
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toMatch(/\n\nAda Okafor approved it: Refund/)
})

test('the day’s mail tells whoever asked of a hand-over and a reminder too, the latest of a card', async () => {
  await savePreferences(platform, { caller: member, given: { mail: 'digest', quiet: null, browser: false } })
  await markNotificationsRead(platform, member)
  const [handed, reminded] = [await waiting('1042'), await waiting('1050')]
  await handOver(platform, { ...noting(handed), toId: approver2.personId })
  await decide(reminded)
  clock.advance(1_000)
  await remind(platform, { ...noting(reminded), caller: approver2 })
  clock.advance(new Date('2030-03-05T07:00:00Z').getTime() - clock.now().getTime())
  await planDigests(platform, 'Europe/Berlin')
  await deliver()
  const mails = box.received.splice(0).filter(({ to }) => to === member.email)
  expect(mails).toHaveLength(1)
  expect(mails[0]?.text).toMatch(/Bea Moreau handed “Refund[^\n]*” to Ada Okafor/)
  expect(mails[0]?.text).toMatch(/Ada Okafor reminds: “Refund/)
  expect(mails[0]?.text).not.toContain('it takes another approval')
})
