import { expect, test } from 'vitest'
import { requestAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { notificationMail } from '#lib/faces/index.ts'
import {
  type Caller,
  confirmPasskeyReset,
  deactivatePerson,
  deliverMails,
  listNotifications,
  planDigests,
  savePreferences,
} from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { openHouse, person, refund } from '#tests/support/house.ts'
import { openMailBox } from '#tests/support/mail-box.ts'
import { testPlatform } from '#tests/support/test-platform.ts'

const box = await openMailBox()
const { received } = box

const mailing = {
  NOTIFY_SMTP_URL: box.url,
  NOTIFY_FROM: 'Countersign <countersign@acme.test>',
  PUBLIC_URL: 'https://countersign.acme.test',
}
const house = await openHouse({ variables: mailing })
const { platform, member, approver, approver2 } = house
const { clock } = platform
const second = { ...(await testPlatform({ database: platform.database, variables: mailing })), clock }
clock.advance(new Date('2030-03-04T10:00:00Z').getTime() - clock.now().getTime())
clock.stop()

const minute = 60_000
const timeZone = 'Europe/Berlin'
const bothDeliver = () => Promise.all([platform, second].map((each) => deliverMails(each, { compose: notificationMail, timeZone })))
/** What came since the last look, to one person. */
function mailsTo(caller: Caller): string[] {
  const mine = received.filter(({ to }) => to === caller.email).map(({ text }) => text)
  received.splice(0)
  return mine
}

const prefer = (caller: Caller, more: object) =>
  savePreferences(platform, { caller, given: { mail: 'off', quiet: null, browser: false, ...more } })

async function waiting(orderId: string, caller = member) {
  const { id } = await house.ask('commerce.refund_order', refund('10.00', orderId), { caller })
  return house.prepare(id)
}

test('mail is off until a person wants it: nobody is written to, no row waits to be mailed', async () => {
  const row = await waiting('1042')
  await bothDeliver()
  expect(received).toEqual([])
  expect(await platform.db.notification.count({ where: { actionId: row.id, mailAfter: { not: null } } })).toBe(0)
})

test('one card, one mail, though two workers send: who, what, why, the time left, and a link that opens it', async () => {
  await prefer(approver, { mail: 'at_once' })
  const row = await waiting('1043')
  await bothDeliver()
  await bothDeliver()
  const mails = mailsTo(approver)
  expect(mails).toHaveLength(1)
  const [mail = ''] = mails
  expect(mail).toContain('From: Countersign <countersign@acme.test>')
  expect(mail).toMatch(/Subject: Waits for a decision: Refund 10.00 EUR/)
  expect(mail).toContain('List-Unsubscribe: <https://countersign.acme.test/account#notifications>')
  expect(mail).toContain(`https://countersign.acme.test/approvals?card=${row.id}`)
  expect(mail).toContain('Asked by Max Weber.')
  expect(mail).toMatch(/3 d left \(until Thu/)
  expect(mail).toContain('Content-Type: text/plain')
  expect(await listNotifications(platform, approver)).toMatchObject([{ kind: 'asked', mail: 'sent' }])
})

test('what was decided meanwhile is not told as waiting', async () => {
  const row = await waiting('1044')
  await decideAction(platform, { actionId: row.id, caller: approver2, verdict: 'approve', digest: row.digest ?? '' })
  await bothDeliver()
  expect(mailsTo(approver)).toEqual([])
})

test('whoever asked hears how it was decided, with the reason on the page and never of what they did themselves', async () => {
  await prefer(member, { mail: 'at_once' })
  const row = await waiting('1045')
  await decideAction(platform, { actionId: row.id, caller: approver, verdict: 'reject', digest: row.digest ?? '', comment: 'too much' })
  await bothDeliver()
  const [mail = '', ...more] = mailsTo(member)
  expect(more).toEqual([])
  expect(mail).toContain('Subject: Bea Moreau rejected it: Refund 10.00 EUR')
  expect(mail).toContain(`https://countersign.acme.test/actions/${row.id}`)
  await prefer(member, {})
})

test('a subject made of others’ words stays one header: no line of theirs becomes one of ours', async () => {
  const subject = 'Hello\r\nBcc: thief@example.test\r\n\r\nX'
  const { id } = await requestAction(platform, {
    caller: member,
    via: 'api',
    operation: 'mail.send',
    input: { to: 'ada@example.test', subject, body: 'Hi' },
    traceId: newTraceId(),
  }).catch(() => ({ id: null }))
  const row = id === null ? await waiting('1046') : await house.prepare(id)
  await platform.db.notification.updateMany({ where: { actionId: row.id }, data: { sentence: subject } })
  await bothDeliver()
  const [mail = ''] = mailsTo(approver)
  const [head = ''] = mail.split('\n\n')
  expect(head).not.toMatch(/^Bcc:/m)
  expect(head).toContain('Subject: Hello Bcc: thief@example.test X')
})

test('quiet hours: the mail waits until they end', async () => {
  await prefer(approver, { mail: 'at_once', quiet: { from: '20:00', to: '07:30' } })
  clock.advance(new Date('2030-03-04T21:00:00Z').getTime() - clock.now().getTime())
  await waiting('1047')
  await bothDeliver()
  clock.advance(9 * 60 * minute)
  await bothDeliver()
  expect(mailsTo(approver)).toEqual([])
  clock.advance(new Date('2030-03-05T06:30:00Z').getTime() - clock.now().getTime())
  await bothDeliver()
  expect(mailsTo(approver)).toHaveLength(1)
  await prefer(approver, { mail: 'at_once' })
})

test('what happens to a person’s passkeys is mailed at once, also to who wants no mail, in quiet hours, and to nobody else', async () => {
  await prefer(member, { quiet: { from: '00:00', to: '23:59' } })
  const passkey = { personId: member.personId, credentialId: 'lost', name: 'Lost', publicKey: new Uint8Array(1), transports: [] }
  await platform.db.passkey.create({ data: { id: platform.ids(), ...passkey, createdAt: clock.now() } })
  await confirmPasskeyReset(platform, { caller: house.admin, personId: member.personId })
  await bothDeliver()
  const sent = received.map(({ to }) => to)
  expect(sent).toEqual([member.email])
  const [mail = ''] = mailsTo(member)
  expect(mail).toContain('Subject: Ines Duarte says that you lost your passkeys.')
  expect(mail).toContain('https://countersign.acme.test/account#passkeys')
  await prefer(member, {})
})

test('a mail server that is away is asked again at most once a minute, then given up, and the page says so', async () => {
  const row = await waiting('1048')
  box.away = true
  for (let round = 0; round < 3; round++) await bothDeliver()
  const [first] = await platform.db.notification.findMany({ where: { actionId: row.id, personId: approver.personId } })
  expect(first).toMatchObject({ tries: 1, mailError: expect.stringContaining('try later') })
  clock.advance(minute - 1)
  await bothDeliver()
  expect((await listNotifications(platform, approver))[0]).toMatchObject({ mail: 'waits' })
  for (let round = 0; round < 12; round++) {
    clock.advance(61 * minute)
    await bothDeliver()
  }
  const [given] = await listNotifications(platform, approver)
  expect(given).toMatchObject({ mail: 'failed', mailError: expect.stringContaining('try later') })
  box.away = false
  clock.advance(61 * minute)
  await bothDeliver()
  expect(mailsTo(approver)).toEqual([])
})

test('several at once are one mail with a line each', async () => {
  const rows = [await waiting('1049'), await waiting('1050'), await waiting('1051')]
  await bothDeliver()
  const [mail = '', ...more] = mailsTo(approver)
  expect(more).toEqual([])
  expect(mail).toContain('Subject: 3 things wait for you')
  for (const { id } of rows) expect(mail).toContain(`/approvals?card=${id}`)
})

test('a digest comes once a day, at eight on the organisation’s clock, with all that is open; after a week of standstill once', async () => {
  await prefer(approver, { mail: 'digest' })
  clock.advance(new Date('2030-03-07T06:59:00Z').getTime() - clock.now().getTime())
  const row = await waiting('1052')
  expect(await planDigests(platform, timeZone)).toBe(0)
  clock.advance(minute)
  await Promise.all([planDigests(platform, timeZone), planDigests(second, timeZone)])
  await bothDeliver()
  const [mail = '', ...more] = mailsTo(approver)
  expect(more).toEqual([])
  expect(mail).toContain(row.id)
  clock.advance(7 * 24 * 60 * minute)
  await Promise.all([planDigests(platform, timeZone), planDigests(second, timeZone)])
  await bothDeliver()
  expect(mailsTo(approver)).toHaveLength(1)
  expect(await planDigests(platform, timeZone)).toBe(0)
})

test('who has left, or wants no more mail, gets none that still waited', async () => {
  const leaver = await person(platform, 'Lou Green', ['approver'])
  for (const caller of [leaver, approver]) await prefer(caller, { mail: 'at_once' })
  await waiting('1053')
  await prefer(approver, {})
  await deactivatePerson(platform, { personId: leaver.personId, actor: { kind: 'system', id: null } })
  await bothDeliver()
  expect(received).toEqual([])
})

test('ten thousand approvers: a card costs rows for a bounded number of those who want to hear, and none for the rest', async () => {
  await platform.pool.query(
    `insert into person (id, email, name, roles) select gen_random_uuid(), 'p' || n || '@acme.test', 'P ' || n, '{approver}' from generate_series(1, 10000) n`,
  )
  const before = await waiting('1054')
  expect(await platform.db.notification.count({ where: { actionId: before.id } })).toBe(0)
  await platform.pool.query(
    `insert into notification_preference ("personId", mail, "updatedAt") select id, 'at_once', now() from person where email ~ '^p[0-9]+@' limit 1000`,
  )
  const row = await waiting('1055')
  expect(await platform.db.notification.count({ where: { actionId: row.id } })).toBe(200)
})
