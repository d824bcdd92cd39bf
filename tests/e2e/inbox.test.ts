import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { demoPassword } from '#demo/organisation.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds } from './axe.ts'
import { type Json, prepared, signIn } from './client.ts'
import { enter } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]

async function ask(orderId: string, amount = '10.00', reason = 'arrived broken'): Promise<Json> {
  const input = { orderId, amount: { amount, currency: 'EUR' }, reason }
  const action = await prepared(member, await member.post('/actions', { operation: 'commerce.refund_order', input }))
  expect(action.status).toBe('awaiting_approval')
  return action
}
const statusOf = async (id: string) => (await member.get(`/actions/${id}`)).status as string
const mail = (to: string) => member.post('/actions', { operation: 'mail.send', input: { to, subject: 'Your vase', body: 'On its way.' } })

const rows = (page: Page) => page.getByRole('list', { name: 'What waits for a person' })

test('by keyboard alone, from the sign-in page to a decision', async () => {
  const action = await ask('1042')
  const context = await browser.newContext({ baseURL: system.url })
  const page = await context.newPage()
  await page.goto('/approvals')
  await page.getByLabel('E-mail').waitFor()
  for (let presses = 0; presses < 20; presses++) {
    if (await page.evaluate(() => document.activeElement?.getAttribute('type') === 'email')) break
    await page.keyboard.press('Tab')
  }
  await page.keyboard.type('approver@acme.test')
  await page.keyboard.press('Tab')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^Refund 10\.00 EUR/ }).waitFor()

  // The page is there before its keys are: it is pressed until it is heard.
  const help = page.getByRole('dialog', { name: 'Keys' })
  await waitFor(async () => (await help.isVisible()) || (await page.keyboard.press('?')), { every: 250 })
  await help.waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  // Letters that are typed are letters.
  await page.keyboard.press('/')
  await page.keyboard.type('ar')
  expect(await page.getByLabel('Words').inputValue()).toBe('ar')
  expect(await statusOf(action.id)).toBe('awaiting_approval')
  await page.keyboard.press('Escape')

  await page.keyboard.press('j')
  const focused = await page.evaluate(() => {
    const { outlineStyle } = getComputedStyle(document.activeElement as Element)
    return { row: document.activeElement?.getAttribute('data-row') ?? null, outlineStyle }
  })
  expect(focused.row).not.toBeNull()
  expect(focused.outlineStyle).not.toBe('none')
  await page.waitForURL(`**/approvals?*card=${focused.row}*`)
  await page.keyboard.press('q')
  const question = page.getByRole('textbox', { name: /want to know/ })
  await question.waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await page.keyboard.press('a')
  await waitFor(async () => ['queued', 'running', 'succeeded'].includes(await statusOf(focused.row ?? '')))
  await context.close()
}, 120_000)

test('similar cards are decided together: each is shown, each keeps its digest, what changed meanwhile is told', async () => {
  const asked = [await ask('1043', '11.00'), await ask('1044', '12.00', 'x'.repeat(400)), await ask('1045', '13.00')]
  const { context, page, complaints } = await enter(browser, system.url, 'approver')
  await page.goto(`/approvals?card=${asked[0]?.id}`)
  await page.getByRole('navigation', { name: 'Others like this one' }).getByRole('link', { name: 'operation' }).click()
  await page.getByRole('heading', { name: 'Together' }).waitFor()
  for (const amount of ['11', '12', '13']) await page.getByRole('heading', { name: new RegExp(`^Refund ${amount}\\.00 EUR`) }).waitFor()
  expect(await axeFinds(page)).toEqual([])

  // One is folded: nothing is approved before it was opened.
  const approve = page.getByRole('button', { name: /^Approve these 3/ })
  expect(await approve.getAttribute('aria-disabled')).toBe('true')
  // Not disabled, so that it can say why and lead there: the press is one that a person may make.
  await approve.click({ force: true })
  expect(await page.getByRole('dialog').count()).toBe(0)
  await page.keyboard.press('Enter')
  await page.getByText('Your signature goes on each of them by itself.').waitFor()

  // One is decided elsewhere between the press and its arrival: no page can have heard of it yet.
  const [first] = asked
  await page.route('**/approvals/together**', async (route) => {
    const deciding =
      route.request().method() === 'POST' &&
      route
        .request()
        .postData()
        ?.includes(first?.digest ?? '?')
    if (deciding) await approver.post(`/actions/${first?.id}/decision`, { verdict: 'reject', digest: first?.digest, comment: 'No photo.' })
    await route.continue()
  })
  await approve.click()
  const dialog = page.getByRole('dialog', { name: 'Approve 3 actions?' })
  await dialog.waitFor()
  expect(await axeFinds(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Approve 3 actions' }).click()
  await page.getByRole('heading', { name: '2 of 3 decided' }).waitFor()
  expect(await page.getByText('changed meanwhile').count()).toBe(1)
  // The page hears that nothing of it waits any more, and what came of it stays.
  await waitFor(async () => (await page.getByRole('link', { name: /^Approvals ?\d/ }).count()) === 0)
  expect(await page.getByRole('heading', { name: '2 of 3 decided' }).count()).toBe(1)
  expect(await axeFinds(page)).toEqual([])
  await waitFor(async () => (await statusOf(asked[1]?.id)) === 'succeeded' && (await statusOf(asked[2]?.id)) === 'succeeded')
  expect(await statusOf(first?.id)).toBe('rejected')
  expect(complaints).toEqual([])
  await context.close()
}, 120_000)

test('the next row is marked at once, and what is shown meanwhile cannot be decided', async () => {
  await ask('1046', '21.00')
  await ask('1046', '22.00')
  const { context, page, complaints } = await enter(browser, system.url, 'approver')
  await page.goto('/approvals')
  const shown = page.getByRole('article').getByRole('heading').first()
  await shown.waitFor()
  const first = await shown.textContent()
  const marked = () => page.locator('[data-row][aria-current]').getAttribute('data-row')
  await page.waitForURL('**card=*')
  const before = await marked()
  const held = Promise.withResolvers<void>()
  await page.route(/_rsc=/, async (route) => {
    await held.promise
    await route.continue()
  })
  const decisions: string[] = []
  page.on('request', (request) => request.method() === 'POST' && decisions.push(request.url()))
  await waitFor(async () => (await marked()) !== before || (await page.keyboard.press('j')), { every: 250 })
  expect(await shown.textContent()).toBe(first)
  await page.keyboard.press('a')
  await page.keyboard.press('r')
  expect(await page.getByLabel('Why not?').count()).toBe(0)
  expect(await page.getByRole('article').evaluate((card) => card.closest('[inert]') !== null), 'no button can be pressed').toBe(true)
  // Gone elsewhere before it came: what is shown can be decided again.
  await page.getByRole('link', { name: /^All/ }).click()
  await page.getByRole('link', { name: /^Mine/ }).click()
  held.resolve()
  await waitFor(async () => (await page.locator('main [inert]').count()) === 0 && new URL(page.url()).searchParams.get('scope') !== 'all')
  expect(await marked()).toBe(before)
  await page.keyboard.press('j')
  await waitFor(async () => (await shown.textContent()) !== first)
  expect(decisions).toEqual([])
  await page.keyboard.press('r')
  await page.getByLabel('Why not?').waitFor()
  expect(complaints).toEqual([])
  await context.close()
})

test('filters, order and words stand in the address, and back goes back', async () => {
  await ask('1046')
  await mail('lea@acme.test')
  const { context, page } = await enter(browser, system.url, 'approver')
  await page.goto('/approvals')
  await rows(page).getByRole('link').nth(1).waitFor()
  await page.getByRole('button', { name: /^Filters/ }).click()
  await page.getByLabel('Operation').selectOption('mail.send')
  await page.waitForURL('**operation=mail.send**')
  await waitFor(async () => (await rows(page).getByRole('link').count()) === 1)
  expect(await axeFinds(page)).toEqual([])
  await page.getByLabel('Order').selectOption('risk')
  // A moment later the first card is written into the address; gone back sooner, it would be written into the wrong one.
  await page.waitForURL(/sort=risk.*card=/)
  await page.goBack()
  await waitFor(async () => !page.url().includes('sort=') && (await page.getByLabel('Order').inputValue()) === '')
  await page.reload()
  expect(await page.getByLabel('Operation').inputValue()).toBe('mail.send')
  await page.getByLabel('Words').fill('nothing like this')
  await page.getByLabel('Words').press('Enter')
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.getByRole('button', { name: 'Take all filters away' }).click()
  await waitFor(async () => (await rows(page).getByRole('link').count()) > 1)
  await context.close()
}, 120_000)

test('what comes and goes is seen at once; the opened card stays, the number follows', async () => {
  const opened = await ask('1047')
  const { context, page } = await enter(browser, system.url, 'approver')
  await page.goto('/approvals')
  await rows(page).getByRole('link').first().waitFor()
  await page.waitForURL('**card=**')
  const card = new URL(page.url()).searchParams.get('card')
  const before = await rows(page).getByRole('link').count()
  const urgent = await ask('1048', '9.00')
  await waitFor(async () => (await rows(page).locator(`[data-row="${urgent.id}"]`).count()) === 1)
  expect(new URL(page.url()).searchParams.get('card')).toBe(card)
  expect(await rows(page).locator('[aria-current="true"]').getAttribute('data-row')).toBe(card)
  await waitFor(async () => (await page.getByRole('link', { name: new RegExp(`^Approvals ?${before + 1}`) }).count()) > 0)
  await approver.post(`/actions/${urgent.id}/decision`, { verdict: 'reject', digest: urgent.digest, comment: 'Not now.' })
  await waitFor(async () => (await rows(page).locator(`[data-row="${urgent.id}"]`).count()) === 0)
  expect(await statusOf(opened.id)).toBe('awaiting_approval')
  await context.close()
}, 120_000)

test.each([320, 390])(
  'on a phone of %i px: to the list, to the card, signed with one thumb',
  async (width) => {
    const action = await ask(width === 320 ? '1049' : '1050', '14.00')
    const { context, page } = await enter(browser, system.url, 'approver', {
      viewport: { width, height: 700 },
      hasTouch: true,
      isMobile: true,
    })
    await page.goto('/approvals')
    await rows(page).locator(`[data-row="${action.id}"]`).tap()
    await page.waitForURL(`**card=${action.id}**`)
    const button = page.getByRole('button', { name: /^Refund 14\.00 EUR/ })
    await button.waitFor()
    const box = await button.boundingBox()
    // In reach of the thumb: in the lower half, without scrolling, big enough.
    expect(box?.y ?? 0).toBeGreaterThan(350)
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(700)
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    expect(await axeFinds(page)).toEqual([])
    await button.tap()
    await waitFor(async () => ['queued', 'running', 'succeeded'].includes(await statusOf(action.id)))
    await context.close()
  },
  120_000,
)
