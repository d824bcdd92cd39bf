import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { demoPassword } from '#demo/organisation.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, signIn } from './client.ts'
import { enter } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]

/** From here on the page's scripts come only when the answer is called. */
async function holdScripts(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await promise
    await route.continue()
  })
  return resolve
}

async function ask(orderId: string, amount: string): Promise<Json> {
  const input = { orderId, amount: { amount, currency: 'EUR' }, reason: 'arrived broken' }
  return member.post('/actions', { operation: 'commerce.refund_order', input })
}

/** Opens the page and waits until its scripts run: then it begins to listen. */
async function open(page: Page, place: string): Promise<void> {
  const listening = page.waitForRequest('**/api/v1/events')
  await page.goto(place)
  await listening
}

const row = (page: Page, { id }: Json) => page.locator(`[data-row="${id}"]`)
const heading = (page: Page, amount: string) =>
  page.getByRole('article').getByRole('heading', { name: new RegExp(`^Refund ${amount} EUR`) })

/** The sign-in page without its scripts, filled in. */
async function typedEarly(page: Page): Promise<{ release: () => void }> {
  const release = await holdScripts(page)
  await page.goto('/sign-in?next=/actions', { waitUntil: 'commit' })
  await page.getByLabel('E-mail').fill('member@acme.test')
  await page.getByLabel('Password').fill(demoPassword)
  return { release }
}

test('what was typed into the sign-in page before its scripts are there counts', async () => {
  const { context, page, complaints } = await enter(browser, system.url, null)
  const { release } = await typedEarly(page)
  release()
  await page.waitForFunction(() => Object.keys(document.querySelector('form') ?? {}).some((key) => key.startsWith('__reactProps')))
  await page.getByLabel('Password').press('Enter')
  await page.waitForURL('**/actions')
  expect(complaints).toEqual([])
  await context.close()
})

test('a password that is sent before the scripts are there stands in no address', async () => {
  const { context, page } = await enter(browser, system.url, null)
  await typedEarly(page)
  const sending = page.waitForRequest((request) => request.isNavigationRequest())
  await page.getByLabel('Password').press('Enter', { noWaitAfter: true })
  const sent = await sending
  expect(sent.method()).toBe('POST')
  expect(new URL(sent.url()).search).toBe('?next=/actions')
  expect((await sent.response())?.status()).toBe(400)
  await context.close()
})

test('a first message and “Dry run” from before the scripts are there are sent as they stand on the page', async () => {
  const { context, page, complaints } = await enter(browser, system.url, 'member')
  const release = await holdScripts(page)
  await page.goto('/chat', { waitUntil: 'commit' })
  await page.getByLabel('Message').fill('Refund order 1042, 49.90 EUR, it arrived broken.')
  await page.getByLabel('Dry run').check()
  release()
  await waitFor(() => page.getByRole('button', { name: 'Send' }).isEnabled())
  await page.getByLabel('Message').press('Enter')
  await page.waitForURL('**/chat/*')
  await page.getByText('Refund order 1042, 49.90 EUR, it arrived broken.').first().waitFor()
  expect(await member.get(`/conversations/${page.url().split('/').at(-1)}`)).toMatchObject({ dryRun: true })
  expect(complaints).toEqual([])
  await context.close()
})

test('what was begun on one card stays with it: the next one opens as it is', async () => {
  const [first, second] = [await ask('1042', '11.00'), await ask('1043', '12.00')]
  const { context, page } = await enter(browser, system.url, 'approver')
  await page.goto(`/approvals?card=${first.id}`)
  await heading(page, '11.00').waitFor()
  const why = page.getByLabel('Why not?')
  await waitFor(async () => (await why.isVisible()) || (await page.keyboard.press('r')), { every: 250 })
  await why.fill('No photo of the damage.')
  await row(page, second).click()
  await heading(page, '12.00').waitFor()
  expect(await why.count()).toBe(0)
  await context.close()
})

test('a row that leaves is gone in the end, though the list is drawn again while it fades', async () => {
  const [first, second, third] = [await ask('1042', '13.00'), await ask('1043', '14.00'), await ask('1044', '15.00')]
  const { context, page } = await enter(browser, system.url, 'approver')
  await page.goto(`/approvals?card=${first.id}`)
  await row(page, third).waitFor()
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await approver.post(`/actions/${third.id}/decision`, { verdict: 'reject', digest: third.digest, comment: 'Not now.' })
  const leaving = page.locator('li[inert]').filter({ has: row(page, third) })
  await waitFor(async () => (await leaving.count()) === 1 || (await page.clock.runFor(20)))
  await row(page, second).click()
  await heading(page, '14.00').waitFor()
  await page.clock.runFor(1_000)
  await waitFor(async () => (await row(page, third).count()) === 0)
  await context.close()
})

test('a row that is gone to at once opens, though the first card is just being written into the address', async () => {
  await ask('1042', '16.00')
  await ask('1043', '16.50')
  const { context, page } = await enter(browser, system.url, 'approver')
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await page.goto('/approvals')
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  await page.route(/_rsc=/, async (route) => {
    await held
    await route.continue()
  })
  const underWay = page.locator('main [inert]')
  await waitFor(async () => (await underWay.count()) > 0 || (await page.keyboard.press('j')), { every: 250 })
  const marked = await page.locator('[data-row][aria-current]').getAttribute('data-row')
  await page.clock.runFor(100)
  release()
  await page.waitForURL(`**card=${marked}**`)
  await waitFor(async () => (await underWay.count()) === 0)
  await context.close()
})

test('both cards in one go: what waits for the other is decided first', async () => {
  const conversation = await member.post('/conversations', {})
  const text = 'Refund order 1045, 49.90 EUR, it arrived broken, and tell the customer we are sorry.'
  const { actions } = await member.post(`/conversations/${conversation.id}/turns`, { text })
  const idOf = (operation: string) => (actions as Json[]).find((action) => action.operation === operation)?.id as string
  const { context, page } = await enter(browser, system.url, 'approver')
  await open(page, `/approvals?card=${idOf('commerce.refund_order')}`)
  const deciding = page.waitForRequest((request) => request.postData()?.includes(idOf('mail.send')) ?? false)
  await page.getByRole('button', { name: 'Do both' }).click()
  const decided = (await deciding).postData() ?? ''
  expect(decided.indexOf(idOf('mail.send'))).toBeLessThan(decided.indexOf(idOf('commerce.refund_order')))
  for (const place of [0, 1]) await page.getByRole('article').nth(place).getByText('done', { exact: true }).waitFor()
  await context.close()
})

test('a document is connected though “Connect” is pressed before the file is read', async () => {
  const { context, page } = await enter(browser, system.url, 'admin')
  const document = JSON.stringify({ openapi: '3.1.0', info: { title: 'Slow', version: '1' }, paths: {} })
  await page.addInitScript(() => {
    const { text } = Blob.prototype
    const { promise, resolve } = Promise.withResolvers<void>()
    Blob.prototype.text = async function () {
      await promise
      return text.call(this)
    }
    Object.assign(window, { readFiles: resolve })
  })
  await open(page, '/admin/connections/new')
  const connecting = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/connections'))
  await page.getByLabel('Name', { exact: true }).fill('slow')
  await page.getByLabel('File').setInputFiles({ name: 'slow.json', mimeType: 'application/json', buffer: Buffer.from(document) })
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.evaluate('readFiles()')
  expect((await connecting).postDataJSON()).toMatchObject({ name: 'slow', openapi: document })
  await context.close()
})
