import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds } from './axe.ts'
import { prepared, signIn } from './client.ts'
import { enter } from './visitor.ts'

const pictures = 'tests/out/screenshots'
/** A dead worker’s lease has to end first. */
const afterTheLease = { within: 45_000, every: 250 }
const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]
await mkdir(pictures, { recursive: true })

/** From the app's link to the page of the back office. */
async function openBreakPage(): Promise<{ page: Page; complaints: string[] }> {
  const { page, context, complaints } = await enter(browser, system.url, 'member')
  await page.goto('/chat')
  const opened = context.waitForEvent('page')
  await page.getByRole('link', { name: 'Break it yourself' }).click()
  const there = await opened
  await there.waitForLoadState()
  await there.getByRole('heading', { name: 'Break it yourself' }).waitFor()
  expect(new URL(there.url()).origin).toBe(system.demo.url)
  return { page: there, complaints }
}

async function approvedRefund(orderId: string): Promise<string> {
  const input = { orderId, amount: { amount: '49.90', currency: 'EUR' }, reason: 'it arrived broken' }
  const { id, digest } = await prepared(member, await member.post('/actions', { operation: 'commerce.refund_order', input }))
  await approver.post(`/actions/${id}/decision`, { verdict: 'approve', digest })
  return id
}

const sent = async (id: string) =>
  ((await system.demo.requests(id)) as { method: string; idempotencyKey: string | null }[]).filter(({ method }) => method !== 'GET')
const settled = (id: string) => async () => (await member.get(`/actions/${id}`)).status === 'succeeded'
const shown = (page: Page, id: string) =>
  page
    .getByRole('list', { name: 'What came in' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: id }) })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

test('the answer is dropped: two requests, one effect, seen from the page and told by the story that it leads to', async () => {
  const { page, complaints } = await openBreakPage()
  await press(page, 'Drop the next answer')
  await page.getByText('The next change: answer dropped').waitFor()
  const id = await approvedRefund('1042')
  await waitFor(settled(id), { within: 30_000, what: 'the refund' })

  const seen = shown(page, id)
  await seen.getByText('2 requests, 1 effect').waitFor()
  await seen.getByText('answer dropped').waitFor()
  await seen.getByText('Refunded 49.90 EUR of order 1042').waitFor()
  await seen.getByText('nothing again: its key was known').waitFor()
  await page.getByText('Nothing waits to go wrong.').waitFor()
  expect(await system.demo.journal(id)).toHaveLength(1)

  await seen.getByRole('link', { name: id }).click()
  const story = await page.getByRole('list', { name: 'Story' }).textContent()
  expect(story).toContain('Done, once')
  // From a refund, too, the way leads to where it can be broken.
  await page.getByRole('link', { name: 'Break it yourself' }).waitFor()
  expect(complaints).toEqual([])
})

test('the worker is killed while its request hangs: another one asks again with the same key, and it stays one effect', async () => {
  const { page, complaints } = await openBreakPage()
  const before = system.pidOf('worker')
  await press(page, 'Hang')
  await page.getByText('The next change: never answered').waitFor()
  const id = await approvedRefund('1043')
  await waitFor(async () => (await sent(id)).length === 1, { every: 20, what: 'the request that hangs' })
  await press(page, 'Kill the worker')
  await page.getByText(`The worker, process ${before}, is killed.`).waitFor()
  await waitFor(() => system.pidOf('worker') !== null && system.pidOf('worker') !== before, { what: 'another worker' })

  await waitFor(settled(id), afterTheLease)
  const seen = shown(page, id)
  await seen.getByText('2 requests, 1 effect').waitFor()
  await seen.getByText('never answered').waitFor()
  expect((await sent(id)).map(({ idempotencyKey }) => idempotencyKey)).toEqual([id, id])
  expect(await system.demo.journal(id)).toHaveLength(1)
  expect(complaints).toEqual([])
})

test.each([1280, 390])('the page, %i px wide: pictures in light and dark, nothing for axe, nothing sideways', async (width) => {
  const options = { viewport: { width, height: 844 }, reducedMotion: 'reduce', hasTouch: width < 700, isMobile: width < 700 } as const
  const { page, complaints } = await enter(browser, system.demo.url, null, options)
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto('/break')
    await press(page, 'Say: too busy')
    await page.getByText('The next change: told to try later').waitFor()
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.screenshot({ path: `${pictures}/break-it-${colorScheme}-${width}.png`, fullPage: true })
    found.push(...(await axeFinds(page)).map((what) => `${colorScheme}, ${what}`))
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    if (sideways > 0) found.push(`scrolls ${sideways} px sideways`)
    await press(page, 'Everything well again')
    await page.getByText('Nothing goes wrong any more.').waitFor()
  }
  expect([...found, ...complaints]).toEqual([])
})
