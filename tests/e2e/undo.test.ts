import { mkdir } from 'node:fs/promises'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, prepared, signIn } from './client.ts'
import { enter, say } from './visitor.ts'

const pictures = 'tests/out/screenshots'
const system = await startSystem()
const browser = await launchBrowser()
const member = await signIn(system.url, 'member')
const approver = await signIn(system.url, 'approver')
await mkdir(pictures, { recursive: true })

const settled = (id: string) => waitFor(async () => (await member.get(`/actions/${id}?wait=20`)) as Json, { within: 25_000 })
const showTicket = async (ticketId: string) => (await fetch(`${system.demo.url}/tickets/${ticketId}`)).json() as Promise<Json>
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** Light and dark, as the page is now. */
async function picture(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => undefined))
    await page.screenshot({ path: `${pictures}/undo-${name}-${colorScheme}-${width}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light' })
}

test('an action is undone from its card: what will be asked for is shown first, and both ends say so', async () => {
  const { id } = await member.post('/actions', {
    operation: 'helpdesk.create_ticket',
    input: { subject: 'Broken vase', body: 'It came in pieces.', requesterEmail: 'ada@example.test', priority: 'normal' },
  })
  const made = await settled(id)
  const { ticketId } = made.result as { ticketId: string }
  const { page, complaints } = await enter(browser, system.url, 'member')
  await page.goto(`/actions/${id}`)
  await page.getByRole('button', { name: 'Undo…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo this?' })
  await dialog.getByText(`Close ticket ${ticketId}: Broken vase`).waitFor()
  await dialog.getByText('It runs at once; nobody else is asked.').waitFor()
  expect(await showTicket(ticketId)).toMatchObject({ status: 'open' })
  await picture(page, 'asks')

  await dialog.getByRole('button', { name: `Close ticket ${ticketId}` }).click()
  await page.getByRole('article').getByRole('link', { name: 'Undone by Max Weber' }).waitFor()
  await page.getByRole('list', { name: 'Story' }).getByText('Undone by Max Weber').waitFor()
  expect(await page.getByRole('button', { name: 'Undo…' }).count()).toBe(0)
  expect(await showTicket(ticketId)).toMatchObject({ status: 'closed' })
  await picture(page, 'done')
  await page.getByRole('article').getByRole('link', { name: 'Undone by Max Weber' }).click()
  await page.getByRole('article').getByText('Takes back').waitFor()
  await page.getByRole('list', { name: 'Story' }).getByText('Takes back “Open a ticket').waitFor()
  await picture(page, 'takes-back')
  expect((await member.get(`/actions/${id}`)) as Json).toMatchObject({ undoneBy: page.url().split('/').at(-1) })
  expect(complaints).toEqual([])
})

test('an undo that the rules ask about waits, and its approver reads what it takes back', async () => {
  const limit = (amount: string) => ({
    operation: 'crm.set_credit_limit',
    input: { contactId: '501', amount: { amount, currency: 'EUR' } },
  })
  const { id } = await member.post('/actions', limit('20.00'))
  await settled(id)
  const asked = await prepared(member, await member.post(`/actions/${id}/undo`, {}))
  expect(asked).toMatchObject({ status: 'awaiting_approval', undoOf: id })
  const { page } = await enter(browser, system.url, 'approver')
  await page.goto(`/approvals?card=${asked.id}`)
  const card = page.getByRole('article')
  await card.getByText('Takes back').waitFor()
  expect(await card.textContent()).toMatch(/Takes back Set the credit limit of .* to 20\.00 EUR, done for Max Weber/)
  await picture(page, 'approver')
  await approver.post(`/actions/${asked.id}/decision`, { verdict: 'approve', digest: asked.digest })
  expect(await settled(asked.id)).toMatchObject({ status: 'succeeded' })
})

test('what a turn did is taken back together, newest first, as one story', async () => {
  const before = await showTicket('87')
  const { page, complaints } = await enter(browser, system.url, 'member')
  await page.goto('/chat')
  await say(page, 'Set the priority of ticket 87 to urgent and then close ticket 87.')
  await page.waitForURL('**/chat/*-*')
  await page.getByRole('button', { name: 'Undo all of this…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo all of this?' })
  expect(await dialog.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^Close ticket 87/),
    expect.stringMatching(/^Change ticket 87/),
  ])
  await picture(page, 'all-asks')
  await dialog.getByRole('button', { name: 'Undo 2 actions' }).click()
  const frame = page.getByRole('region', { name: 'Undo of several actions' })
  await frame.getByText('Undid 2 actions, newest first.').waitFor()
  expect(await frame.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^Reopen ticket 87.*done$/),
    expect.stringMatching(/^Change ticket 87.*done$/),
  ])
  const { updatedAt: _then, ...restored } = await showTicket('87')
  expect(before).toMatchObject(restored)
  await picture(page, 'all-done')
  await frame.getByRole('link', { name: 'story' }).click()
  await page.getByRole('heading', { name: 'Undo of several actions' }).waitFor()
  const lines = await page.getByRole('list', { name: 'Story' }).getByRole('listitem').allTextContents()
  const done = lines.filter((line) => line.includes('done, once'))
  expect(done).toEqual([expect.stringContaining('Reopen ticket 87'), expect.stringContaining('Change ticket 87')])
  await picture(page, 'story')
  expect(complaints).toEqual([])

  const small = await enter(browser, system.url, 'member', phone)
  await small.page.goto(page.url())
  await small.page.getByRole('heading', { name: 'Undo of several actions' }).waitFor()
  await picture(small.page, 'story')
  expect(await small.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
})
