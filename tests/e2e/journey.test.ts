import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, signIn } from './client.ts'
import { enter, enterByForm, pathsOf, requestsOfAnIdleHour, say } from './visitor.ts'

const sentence = (order: string, amount = '49.90 EUR') =>
  `Refund order ${order}, ${amount}, it arrived broken, and tell the customer we are sorry.`
const system = await startSystem()
const browser = await launchBrowser()
const asMember = await signIn(system.url, 'member')
const asApprover = await signIn(system.url, 'approver')

interface Effect {
  at: string
  operation: string
  key: string
}

/** Every effect that the back office had, whoever caused it. */
async function allEffects(): Promise<Effect[]> {
  const answer = await fetch(`${system.demo.url}/_journal`)
  return ((await answer.json()) as { items: Effect[] }).items
}

async function newest(operation: string): Promise<Json> {
  const { items } = await asMember.get(`/actions?operation=${operation}&limit=1`)
  return items[0]
}

const refundCard = (page: Page) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: /^Refund 49\.90 EUR to/ }) })
const mailCard = (page: Page) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: /^Send an e-mail to/ }) })
const streams = (paths: readonly string[]) => paths.filter((path) => path === '/api/v1/events')

test('asked in the chat, signed in the inbox, done once over there, told by itself, and on record', async () => {
  const member = await enterByForm(browser, system.url, 'member', '/chat')
  const approver = await enterByForm(browser, system.url, 'approver', '/approvals')
  await approver.page.getByText('Nothing waits for you').waitFor()
  const secondTab = await member.context.newPage()
  await secondTab.goto('/actions')
  for (const page of [member.page, secondTab, approver.page]) await page.clock.install()

  await say(member.page, sentence('1042'))
  // The inbox was open before: both cards come without a reload, in one frame, and say what would change.
  const doBoth = approver.page.getByRole('button', { name: 'Do both' })
  await doBoth.waitFor()
  const row = (label: string) => refundCard(approver.page).locator('dl > div').filter({ hasText: label })
  expect(await row('Refunded so far').textContent()).toMatch(/0\.00 EUR.*49\.90 EUR/)
  expect(await row('Order status').textContent()).toMatch(/delivered.*partly refunded/)
  expect(await refundCard(approver.page).textContent()).toContain('one approver, not Max Weber')
  expect(await mailCard(approver.page).textContent()).toContain('ada@example.test')
  await member.page.getByText('for Bea Moreau or one other approver').waitFor()
  expect(await allEffects(), 'before anybody signed').toEqual([])

  await doBoth.click()
  for (const { page } of [approver, member]) {
    await refundCard(page).getByText('done', { exact: true }).waitFor()
    await mailCard(page).getByText('done', { exact: true }).waitFor()
    await refundCard(page).getByText('Bea Moreau', { exact: true }).waitFor()
  }
  // The assistant says so by itself, in the page that was open all the time; the other tab has heard it too.
  await member.page.getByText('Done: Refund 49.90 EUR to Ada Lovelace for order 1042. Bea Moreau approved it.').waitFor()
  await secondTab.getByRole('row').filter({ hasText: 'Refund 49.90 EUR' }).getByText('done').waitFor()

  const refund = await newest('commerce.refund_order')
  const mail = await newest('mail.send')
  const [first, second, ...more] = await allEffects()
  expect(more).toEqual([])
  expect(first).toMatchObject({ operation: 'commerce.refund_order', key: refund.id })
  expect(second).toMatchObject({ operation: 'mail.send', key: mail.id })
  expect(Date.parse(second?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(refund.settledAt))

  await waitFor(async () => (await asMember.get('/conversations?limit=1')).items[0].active === false, { what: 'the end of the turn' })
  expect(await Promise.all([member, approver].map(requestsOfAnIdleHour)), 'requests by the clock').toEqual([[], []])
  for (const visitor of [member, approver]) {
    expect(streams(pathsOf(visitor.requests)), 'event streams of one browser').toHaveLength(1)
    expect(visitor.complaints).toEqual([])
  }

  await approver.page.goto(`/actions/${refund.id}`)
  const story = await approver.page.getByRole('list', { name: 'Story' }).getByRole('listitem').allTextContents()
  const steps = [
    /Max Weber asked in a conversation · audit \d+.*it arrived broken/s,
    /built-in rules model chose commerce\.refund_order.*Prompt \w+, from \d+ operations/i,
    /Policy version 1, irreversible: a person has to agree/,
    /Bea Moreau approved digest/,
    /Everyone who had to agree has agreed/,
    /Worker \S+ claimed it, attempt 1/,
    /Attempt 1 was answered after/,
    /Done, once/,
  ]
  expect(story).toEqual(steps.map((step) => expect.stringMatching(step)))
})

test('a refund that is rejected sends no mail, and the member reads why', async () => {
  const member = await enter(browser, system.url, 'member')
  const approver = await enter(browser, system.url, 'approver')
  const before = await allEffects()
  await member.page.goto('/chat')
  await say(member.page, sentence('1043'))
  await approver.page.goto('/approvals')
  await approver.page.getByRole('button', { name: 'Do both' }).waitFor()
  await refundCard(approver.page).getByRole('button', { name: 'Reject…' }).click()
  await approver.page.getByLabel('Why not?').fill('No photo of the damage.')
  await approver.page.getByRole('button', { name: 'Reject', exact: true }).click()
  for (const { page } of [approver, member]) {
    await refundCard(page).getByText('rejected', { exact: true }).waitFor()
    await refundCard(page).getByText('No photo of the damage.', { exact: true }).waitFor()
    await mailCard(page).getByText('withdrawn', { exact: true }).waitFor()
  }
  await member.page.getByText('Bea Moreau rejected it').waitFor()
  expect(await newest('mail.send')).toMatchObject({ status: 'cancelled', attempts: 0 })
  expect(await allEffects()).toEqual(before)
})

test('a refund that the other side refuses sends no mail, though both were signed', async () => {
  const before = await allEffects()
  const conversation = await asMember.post('/conversations', {})
  const { actions } = await asMember.post(`/conversations/${conversation.id}/turns`, { text: sentence('1044', '9,000 EUR') })
  const waiting = (actions as Json[]).filter(({ status }) => status === 'awaiting_approval')
  expect(waiting.map(({ operation }) => operation).sort()).toEqual(['commerce.refund_order', 'mail.send'])
  // The mail first: the refund fails as soon as it is signed.
  for (const { id, digest } of waiting.toSorted((a, b) => b.after.length - a.after.length))
    await asApprover.post(`/actions/${id}/decision`, { verdict: 'approve', digest })
  const mail = await waitFor(async () => {
    const now = await newest('mail.send')
    return now.settledAt !== null && now
  })
  expect(mail).toMatchObject({ status: 'cancelled', attempts: 0 })
  expect(await newest('commerce.refund_order')).toMatchObject({ status: 'failed', attempts: 1 })
  expect(await allEffects()).toEqual(before)
})
