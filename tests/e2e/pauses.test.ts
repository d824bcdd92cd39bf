import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { signIn } from './client.ts'
import { enter, say } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const asMember = await signIn(system.url, 'member')
const asAdmin = await signIn(system.url, 'admin')

const card = (page: Page) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: /^Refund 49\.90 EUR to/ }) })
const bar = (page: Page) => page.getByText(/^Everything is paused by/)
const row = (page: Page, what: string) => page.getByRole('row').filter({ has: page.getByText(what, { exact: true }) })

async function pauseInForm(page: Page, what: string, reason: string): Promise<void> {
  await page.getByLabel('What', { exact: true }).selectOption({ label: what })
  await page.getByLabel('Why').fill(reason)
  await page.getByRole('button', { name: /^Pause / }).click()
}

async function resume(page: Page, what: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: `Resume ${what}…` }).click()
  await page.getByRole('dialog').getByLabel('Why').fill(reason)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Resume ${what}` })
    .click()
}

test('an admin pauses everything: open pages say who and why at once, what is signed meanwhile is not sent, and goes on by itself', async () => {
  const admin = await enter(browser, system.url, 'admin')
  const member = await enter(browser, system.url, 'member')
  const approver = await enter(browser, system.url, 'approver')
  await member.page.goto('/chat')
  await say(member.page, 'Refund order 1042, 49.90 EUR, it arrived broken.')
  await card(member.page).getByText('for Bea Moreau or one other approver').waitFor()
  const [asked] = (await asMember.get('/actions?operation=commerce.refund_order&limit=1')).items
  const looks = (await system.demo.requests(asked.id)).length
  await approver.page.goto('/approvals')
  await card(approver.page).waitFor()

  await admin.page.goto('/admin/pauses')
  await admin.page.getByText('Nothing is paused').waitFor()
  await pauseInForm(admin.page, 'Everything', 'the prices of today are wrong')
  for (const { page } of [admin, member, approver]) await bar(page).getByText('the prices of today are wrong').waitFor()
  // Whoever signs is told that signing alone does not send it, and may.
  await card(approver.page).getByText('You can decide; it runs once everything is resumed').waitFor()
  await card(approver.page)
    .getByRole('button', { name: /^Refund 49\.90 EUR/ })
    .click()
  for (const { page } of [member, approver]) await card(page).getByText('paused by an admin').waitFor()
  await card(member.page).getByText('Ines Duarte paused everything: “the prices of today are wrong”.').waitFor()
  await row(admin.page, 'Everything').getByText('1 action').waitFor()
  // What is asked now reaches nobody either, a read neither.
  const read = await asMember.post('/actions', { operation: 'crm.find_contact', input: { email: 'ada@example.test' } })
  expect(await asMember.get(`/actions/${read.id}?wait=3`)).toMatchObject({ status: 'queued', attempts: 0 })
  expect(await system.demo.requests(read.id)).toEqual([])
  expect(await system.demo.requests(asked.id)).toHaveLength(looks)
  expect(await asMember.get(`/actions/${asked.id}`)).toMatchObject({ status: 'queued', attempts: 0 })

  await resume(admin.page, 'everything', 'the prices are right again')
  for (const { page } of [member, approver]) await card(page).getByText('done', { exact: true }).waitFor()
  for (const { page } of [admin, member, approver]) await bar(page).waitFor({ state: 'detached' })
  expect(await system.demo.journal(asked.id)).toHaveLength(1)
  expect(await asMember.get(`/actions/${read.id}?wait=10`)).toMatchObject({ status: 'succeeded' })

  await member.page.goto(`/actions/${asked.id}`)
  const story = (await member.page.getByRole('list', { name: 'Story' }).getByRole('listitem').allTextContents()).join('\n')
  expect(story).toMatch(
    /Ines Duarte paused everything.*the prices of today are wrong.*Ines Duarte resumed everything.*the prices are right again/s,
  )
  for (const { complaints } of [admin, member, approver]) expect(complaints).toEqual([])
})

test('one connection is paused from its row: no bar, its actions say so, the others run', async () => {
  const admin = await enter(browser, system.url, 'admin')
  const member = await enter(browser, system.url, 'member')
  await admin.page.goto('/admin/connections')
  await admin.page.getByRole('button', { name: 'Pause Helpdesk' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Pause Helpdesk' }).click()
  // Without a reason nothing happens: the field asks for it.
  expect((await asMember.get('/pauses')).items).toEqual([])
  await dialog.getByLabel('Why').fill('moving house')
  await dialog.getByRole('button', { name: 'Pause Helpdesk' }).click()
  await admin.page
    .getByText('Helpdesk (Acme) · production · paused')
    .or(admin.page.getByText(/Helpdesk.*· paused/))
    .waitFor()

  const ticket = { subject: 'Broken', body: 'It is.', requesterEmail: 'ada@example.test', priority: 'low' }
  const held = await asMember.post('/actions', { operation: 'helpdesk.create_ticket', input: ticket })
  const free = await asMember.post('/actions', { operation: 'crm.find_contact', input: { email: 'ada@example.test' } })
  expect(await asMember.get(`/actions/${free.id}?wait=10`)).toMatchObject({ status: 'succeeded' })
  expect(await system.demo.requests(held.id)).toEqual([])
  await member.page.goto(`/actions/${held.id}`)
  await member.page.getByText('paused by an admin').first().waitFor()
  await member.page
    .getByText(/Ines Duarte paused Helpdesk.*: “moving house”/)
    .first()
    .waitFor()
  expect(await bar(member.page).count()).toBe(0)

  const [standing] = (await asMember.get('/pauses')).items
  expect(standing).toMatchObject({
    scope: 'connection',
    connection: { name: 'helpdesk' },
    reason: 'moving house',
    pausedBy: { name: 'Ines Duarte' },
  })
  expect((await asMember.send('POST', `/api/v1/pauses/${standing.id}/lift`, { reason: 'please' })).status).toBe(403)
  await asAdmin.post(`/pauses/${standing.id}/lift`, { reason: 'moved' })
  // The open page goes on by itself.
  await member.page.getByText('done, once', { exact: true }).waitFor()
  const late = await asAdmin.send('POST', `/api/v1/pauses/${standing.id}/lift`, { reason: 'moved' })
  expect(late).toMatchObject({ status: 409, json: { detail: expect.stringContaining('Ines Duarte resumed') } })
})

test('a repeat with the same Idempotency-Key answers the same pause, also when it was lifted in between', async () => {
  const send = () =>
    asAdmin.send(
      'POST',
      '/api/v1/pauses',
      { scope: 'operation', operation: 'mail.send', reason: 'a test' },
      { 'idempotency-key': 'pause-1' },
    )
  const first = await send()
  expect(first).toMatchObject({ status: 201, json: { scope: 'operation', operation: 'mail.send', lifted: null } })
  await asAdmin.post(`/pauses/${first.json.id}/lift`, { reason: 'done' })
  const again = await send()
  expect(again).toMatchObject({ status: 201, json: { id: first.json.id } })
  expect(again.headers.get('idempotency-replayed')).toBe('true')
  expect((await asAdmin.get('/pauses')).items).toEqual([])
})
