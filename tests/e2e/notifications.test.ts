import { expect, test } from 'vitest'
import { refund } from '../support/house.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { openMailBox } from '../support/mail-box.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { signIn, stranger } from './client.ts'
import { enter } from './visitor.ts'

const box = await openMailBox()
const system = await startSystem({ variables: { NOTIFY_SMTP_URL: box.url, NOTIFY_FROM: 'Countersign <countersign@acme.test>' } })
const browser = await launchBrowser()
const asMember = await signIn(system.url, 'member')
const asApprover = await signIn(system.url, 'approver')
const asAdmin = await signIn(system.url, 'admin')

/** The browser's own notifications, written down instead of shown: a browser without a screen shows none. */
function writeDown() {
  const said: string[] = []
  class Note {
    static permission = 'granted'
    static requestPermission = async () => 'granted'
    onclick: unknown = null
    constructor(_title: string, { body }: { body: string }) {
      said.push(body)
    }
    close() {}
  }
  Object.assign(window, { Notification: Note, said })
}

test('a person chooses mail and browser; a mail’s links, opened by a scanner with and without a session, decide nothing', async () => {
  const { context, page, complaints } = await enter(browser, system.url, 'approver')
  await context.grantPermissions(['notifications'])
  await context.addInitScript(writeDown)
  await page.goto('/account')
  await page.getByLabel('By mail').selectOption({ label: 'At once' })
  await page.getByLabel('Let this browser tell me').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved.').waitFor()
  const other = await context.newPage()
  await other.goto('/actions')
  await page.goto('/approvals')

  const asked = await asMember.post('/actions', { operation: 'commerce.refund_order', input: refund() })
  const before = await asMember.get(`/actions/${asked.id}?wait=10`)
  expect(before.status).toBe('awaiting_approval')
  const mail = await waitFor(() => box.received.find(({ to }) => to === 'approver@acme.test'), { within: 20_000, what: 'the mail' })
  expect(mail.text).toContain('Asked by Max Weber.')
  const addresses = [...new Set(mail.text.match(/https?:\/\/[^\s>]+/g) ?? [])]
  expect(addresses).toContain(`${system.url}/approvals?card=${asked.id}`)

  const eventsOf = async () => (await asAdmin.get(`/audit?subject=${asked.id}&limit=100`)).items.length
  const events = await eventsOf()
  for (const address of addresses) {
    const { pathname, search } = new URL(address)
    for (const who of [stranger(system.url), asApprover]) {
      for (const method of ['GET', 'HEAD', 'GET']) {
        const headers = { cookie: who.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
        expect((await fetch(`${system.url}${pathname}${search}`, { method, headers })).status).toBeLessThan(400)
      }
    }
  }
  const after = await asMember.get(`/actions/${asked.id}`)
  expect(after).toMatchObject({ status: 'awaiting_approval', digest: before.digest, decisions: [] })
  expect(await eventsOf()).toBe(events)

  const said = async () => (await Promise.all([page, other].map((tab) => tab.evaluate('window.said')))).flat()
  await waitFor(async () => (await said()).length > 0, { what: 'the browser’s word' })
  expect(await said()).toEqual([expect.stringContaining('Waits for a decision: Refund 49.90 EUR')])

  await page.goto(`/approvals?card=${asked.id}`)
  await page.getByRole('button', { name: /^Refund 49\.90 EUR/ }).click()
  await waitFor(async () => (await asMember.get(`/actions/${asked.id}`)).status === 'succeeded')
  expect(complaints).toEqual([])
})
