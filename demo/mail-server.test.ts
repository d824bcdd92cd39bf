import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestBackOffice, type TestBackOffice } from './test-back-office.ts'

let office: TestBackOffice
beforeAll(async () => {
  office = await startTestBackOffice({ slowMs: 3_000 })
})
beforeEach(() => office.send('DELETE', '/_faults'))
afterAll(() => office.stop())

const body = `Dear Ada,\n\nwe're sorry about the vase. Müller, ليلى and all of us 🎁\n${'A long line. '.repeat(20)}\n.\nend`

/** A connection of its own, the id in the Message-ID. */
function sendMail(key: string, more: object = {}, socketTimeout = 20_000) {
  const transport = createTransport(`${office.smtpUrl}?socketTimeout=${socketTimeout}&greetingTimeout=20000`)
  return transport.sendMail({
    ...{ from: 'service@acme.test', to: 'ada@example.test', subject: 'Entschuldigung für die Vase 🎁 von uns allen bei Acme', text: body },
    messageId: `<${key}@countersign.test>`,
    ...more,
  })
}

const mails = async (key: string) =>
  (await office.send('GET', `/_mails?key=${key}`)).body.items as { subject: string; body: string; to: string[] }[]
const fault = (mode: string) => office.send('PUT', '/_faults', { body: { path: 'smtp', method: '*', mode, count: 1 } })
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { responseCode?: number; code?: string }) => error,
  )

test('a mail arrives as it was written, with one journal item under the id of its Message-ID', async () => {
  await sendMail('mail-1')
  expect(await mails('mail-1')).toMatchObject([
    { to: ['ada@example.test'], subject: 'Entschuldigung für die Vase 🎁 von uns allen bei Acme', body },
  ])
  expect(await office.journal('mail-1')).toMatchObject([{ operation: 'mail.send', key: 'mail-1', effect: { to: ['ada@example.test'] } }])
  expect(await office.requests('mail-1')).toMatchObject([{ operation: 'mail.send', fault: null }])
})

test('of text and HTML the text is shown', async () => {
  await sendMail('mail-2', { html: '<p>hello</p>', text: 'hallo Österreich' })
  expect(await mails('mail-2')).toMatchObject([{ body: 'hallo Österreich' }])
})

test('the same mail twice is two effects: mail takes no key', async () => {
  await sendMail('twice')
  await sendMail('twice')
  expect(await office.journal('twice')).toHaveLength(2)
})

test('500 is a 554 after the data, 429 a 451 before it, and nothing is delivered', async () => {
  await fault('500')
  expect(await failure(sendMail('f-500'))).toMatchObject({ responseCode: 554, command: 'DATA' })
  await fault('429')
  expect(await failure(sendMail('f-429'))).toMatchObject({ responseCode: 451, command: 'MAIL FROM' })
  expect([...(await office.journal('f-500')), ...(await office.journal('f-429'))]).toEqual([])
  expect(await office.requests('f-500')).toHaveLength(1)
  await sendMail('f-429')
  expect(await office.journal('f-429')).toHaveLength(1)
})

test('timeout takes the data, delivers nothing and never answers', async () => {
  await fault('timeout')
  expect(await failure(sendMail('f-timeout', {}, 2_000))).toMatchObject({ code: 'ETIMEDOUT' })
  expect(await office.journal('f-timeout')).toEqual([])
  expect(await office.requests('f-timeout')).toHaveLength(1)
})

test('slow delivers at once and answers late', async () => {
  await fault('slow')
  const sending = sendMail('f-slow')
  await expect.poll(() => office.journal('f-slow')).toHaveLength(1)
  expect(await Promise.race([sending, Promise.resolve('not yet')])).toBe('not yet')
  await sending
})

test.each([
  ['drop_before', 0],
  ['drop_after', 1],
  ['garbage', 1],
])('%s is an error for the sender, with %i mails delivered', async (mode, delivered) => {
  await fault(mode)
  expect(await failure(sendMail(`f-${mode}`))).not.toBeNull()
  expect(await office.journal(`f-${mode}`)).toHaveLength(delivered)
})

test('"*" is for HTTP only, "smtp" for mails only', async () => {
  await office.send('PUT', '/_faults', { body: { path: '*', method: '*', mode: '500', count: 1 } })
  await sendMail('apart')
  await fault('500')
  expect((await office.send('GET', '/orders/1042')).status).toBe(500)
  expect((await office.send('GET', '/orders/1042')).status).toBe(200)
  expect(await failure(sendMail('apart'))).toMatchObject({ responseCode: 554 })
})
