import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { cleanUp } from '../support/clean-up.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds, whenStill } from './axe.ts'
import { type DemoPersonName, type Json, prepared, signIn } from './client.ts'
import { enterForTest, say, type Visitor } from './visitor.ts'

// What people do with a card besides yes and no, each with two browsers side by side: one decides, one asked.

const pictures = 'tests/out/screenshots'
await mkdir(pictures, { recursive: true })
const folder = await temporaryFolder()
cleanUp(folder.remove)
const ahead = join(folder.path, 'ahead')
await writeFile(ahead, '0')
const system = await startSystem({
  variables: { NODE_OPTIONS: `--import=${resolve('tests/support/moved-clock.mjs')}`, TEST_CLOCK_FILE: ahead },
})
const browser = await launchBrowser()
const [member, approver2, admin] = [
  await signIn(system.url, 'member'),
  await signIn(system.url, 'approver2'),
  await signIn(system.url, 'admin'),
]

const two = {
  name: 'large refunds',
  operations: ['commerce.refund_order'],
  condition: 'money.minor > 4500',
  verdict: 'require_approval',
  requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }],
  reason: 'A large refund takes two.',
}
const soon = {
  name: 'limits are decided soon',
  operations: ['crm.set_credit_limit'],
  condition: null,
  verdict: 'require_approval',
  requirements: [{ role: 'approver', team: 'finance', quorum: 1, requesterExcluded: true }],
  timeLimit: { hours: 3, calendar: true, remindAfter: 1, escalate: { after: 2, role: 'admin' } },
  reason: 'It cannot wait.',
}
await admin.post('/teams', { name: 'finance', title: 'Finance' })
const { requestedBy } = await approver2.post('/actions', { operation: 'helpdesk.get_ticket', input: { ticketId: '88' } })
const joined = await admin.send('PUT', '/api/v1/teams/finance/members', { members: [requestedBy.id] })
expect(joined.status, joined.text).toBe(200)
const { rules } = await admin.get('/policies')
const put = await admin.send('PUT', '/api/v1/policies', { rules: [...rules, two, soon], comment: 'Two for large refunds' })
expect(put.status, put.text).toBeLessThan(300)

const comes = (who: DemoPersonName): Promise<Visitor> => enterForTest(browser, system.url, who, { reducedMotion: 'reduce' })
const card = (page: Page, sentence: RegExp) => page.getByRole('article').filter({ has: page.getByRole('heading', { name: sentence }) })
const look = (id: string): Promise<Json> => member.get(`/actions/${id}`)
const effectsOf = async (id: string): Promise<Json[]> =>
  ((await (await fetch(`${system.demo.url}/_journal`)).json()) as { items: Json[] }).items.filter(({ key }) => key === id)
async function ask(orderId: string, amount: string, who = member): Promise<Json> {
  const input = { orderId, amount: { amount, currency: 'EUR' }, reason: 'arrived broken' }
  return prepared(who, await who.post('/actions', { operation: 'commerce.refund_order', input }))
}
const newest = async (): Promise<Json> => (await member.get('/actions?operation=commerce.refund_order&limit=1')).items[0]
const settledAs = (id: string, status: string) =>
  waitFor(async () => (await look(id)).status === status, { within: 20_000, what: `${id} as ${status}` })

async function picture(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0
  expect(await axeFinds(page)).toEqual([])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await whenStill(page)
    await page.screenshot({ path: `${pictures}/decisions-${name}-${colorScheme}-${width}.png` })
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

test('approve with changes: lowered, one signature is enough; raised, somebody else has to sign', async () => {
  const { page, complaints } = await comes('approver')
  const lowered = await ask('1042', '20.00')
  await page.goto(`/approvals?card=${lowered.id}`)
  const change = async (amount: string) => {
    await page.getByRole('button', { name: /^Change…/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: /^Amount/ }).fill(amount)
    await dialog.getByLabel('Why the change?').fill('As agreed on the phone.')
    return dialog
  }
  const dialog = await change('12.00')
  await dialog.getByText('changed, was 20.00 EUR').waitFor()
  await picture(page, 'change')
  await dialog.getByRole('button', { name: 'Approve as changed' }).click()
  await card(page, /^Refund 12\.00 EUR/)
    .getByText('done', { exact: true })
    .waitFor()
  await settledAs(lowered.id, 'succeeded')
  expect((await look(lowered.id)).input.amount).toEqual({ amount: '12.00', currency: 'EUR' })
  expect(await effectsOf(lowered.id)).toHaveLength(1)
  const changedIn = async (where: Page, sentence: RegExp) =>
    card(where, sentence).getByRole('list', { name: 'What was changed' }).textContent()
  expect(await changedIn(page, /^Refund 12\.00 EUR/)).toMatch(/Amount.*20\.00 EUR.*12\.00 EUR/)
  await picture(page, 'changed')

  const raised = await ask('1042', '13.00')
  await page.goto(`/approvals?card=${raised.id}`)
  await (await change('14.00')).getByRole('button', { name: 'Approve as changed' }).click()
  const open = card(page, /^Refund 14\.00 EUR/)
  await open
    .getByText(/changed it/)
    .first()
    .waitFor()
  expect(await open.getByRole('button', { name: /^Refund 14\.00 EUR/ }).count()).toBe(0)
  expect(await look(raised.id)).toMatchObject({ status: 'awaiting_approval' })
  const [asks, other] = [await comes('member'), await comes('approver2')]
  await asks.page.goto(`/actions/${raised.id}`)
  await other.page.goto(`/approvals?card=${raised.id}`)
  for (const reads of [asks.page, other.page])
    expect(await changedIn(reads, /^Refund 14\.00 EUR/)).toMatch(/Amount.*13\.00 EUR.*14\.00 EUR/)
  await picture(other.page, 'changed-by-another')
  await card(other.page, /^Refund 14\.00 EUR/)
    .getByRole('button', { name: /^Refund 14\.00 EUR/ })
    .click()
  await settledAs(raised.id, 'succeeded')
  expect([...complaints, ...asks.complaints, ...other.complaints]).toEqual([])
})

test('a rejection with what would do brings a corrected card that says what is different', async () => {
  const [asks, decides] = [await comes('member'), await comes('approver')]
  await asks.page.goto('/chat')
  await say(asks.page, 'Refund order 1043, 30 EUR, it arrived broken.')
  await card(asks.page, /^Refund 30\.00 EUR/).waitFor()
  const { id } = await newest()
  await decides.page.goto(`/approvals?card=${id}`)
  const first = card(decides.page, /^Refund 30\.00 EUR/)
  await first.getByRole('button', { name: 'Reject…' }).click()
  await decides.page.getByLabel('Why not?').fill('Make it 20 EUR.')
  await decides.page.getByRole('button', { name: 'Reject', exact: true }).click()
  await card(asks.page, /^Refund 20\.00 EUR/).waitFor()
  const again = await newest()
  expect(again).toMatchObject({ correctsOf: id, status: 'awaiting_approval' })
  await decides.page.goto(`/approvals?card=${again.id}`)
  for (const { page } of [asks, decides]) {
    const corrected = card(page, /^Refund 20\.00 EUR/)
    await corrected.waitFor()
    const different = corrected.getByRole('list', { name: 'What is different now' })
    expect(await different.textContent()).toMatch(/Amount.*30\.00 EUR.*20\.00 EUR/)
  }
  await picture(decides.page, 'corrected')
  await picture(asks.page, 'corrected-chat')
  expect([...asks.complaints, ...decides.complaints]).toEqual([])
})

test('a question goes to the conversation, its answer to the card; handed over, the other one decides', async () => {
  const [asks, decides] = [await comes('member'), await comes('approver')]
  await asks.page.goto('/chat')
  await say(asks.page, 'Refund order 1043, 11 EUR, it arrived broken.')
  await card(asks.page, /^Refund 11\.00 EUR/).waitFor()
  const { id } = await newest()
  await decides.page.goto(`/approvals?card=${id}`)
  const open = card(decides.page, /^Refund 11\.00 EUR/)
  await open.getByRole('button', { name: 'Ask a question…' }).click()
  await picture(decides.page, 'question')
  await decides.page.getByLabel('What do you want to know?').fill('Is there a photo?')
  await decides.page.getByRole('button', { name: 'Ask', exact: true }).click()
  await open.getByText('Is there a photo?').waitFor()
  // The person who asked sees it where they are: on the card and in the conversation.
  await asks.page.getByText(/Bea Moreau asks you about/).waitFor()
  const theirs = card(asks.page, /^Refund 11\.00 EUR/)
  expect(await theirs.count(), 'one card, however often it is spoken of').toBe(1)
  await asks.page.getByRole('link', { name: 'its card' }).click()
  await theirs.getByRole('button', { name: 'Answer…' }).click()
  await asks.page.getByLabel('Your answer').fill('Yes, sent to support.')
  await asks.page.getByRole('button', { name: 'Answer', exact: true }).click()
  await open.getByText('Yes, sent to support.').waitFor()
  await picture(asks.page, 'answered-chat')
  await open.getByRole('button', { name: 'Hand over…' }).click()
  await decides.page.getByLabel('To whom').selectOption({ label: 'Ada Okafor' })
  await decides.page.getByRole('button', { name: 'Hand over', exact: true }).click()
  await open.getByText(/Lies with/).waitFor()
  await picture(decides.page, 'handed-over')
  const other = await comes('approver2')
  await other.page.goto(`/approvals?card=${id}`)
  await card(other.page, /^Refund 11\.00 EUR/)
    .getByRole('button', { name: /^Refund 11\.00 EUR/ })
    .click()
  await theirs.getByText('done', { exact: true }).waitFor()
  expect([...asks.complaints, ...decides.complaints, ...other.complaints]).toEqual([])
})

test('two have to agree: after the first the card says who is missing, and only the second makes it run', async () => {
  const [decides, other] = [await comes('approver'), await comes('approver2')]
  const { id } = await ask('1045', '46.00')
  await decides.page.goto(`/approvals?card=${id}`)
  await other.page.goto(`/approvals?card=${id}`)
  const first = card(decides.page, /^Refund 46\.00 EUR/)
  await first.getByRole('button', { name: /^Refund 46\.00 EUR/ }).click()
  await card(other.page, /^Refund 46\.00 EUR/)
    .getByText(/1 of 2/)
    .waitFor()
  await first
    .getByText(/waits for|one other approver|Ada Okafor/)
    .first()
    .waitFor()
  expect(await first.getByRole('button', { name: /^Refund 46\.00 EUR/ }).count()).toBe(0)
  expect(await look(id)).toMatchObject({ status: 'awaiting_approval' })
  expect(await effectsOf(id)).toEqual([])
  await picture(other.page, 'one-of-two')
  await card(other.page, /^Refund 46\.00 EUR/)
    .getByRole('button', { name: /^Refund 46\.00 EUR/ })
    .click()
  await settledAs(id, 'succeeded')
  await first.getByText('done', { exact: true }).waitFor()
  expect(await effectsOf(id)).toHaveLength(1)
  expect([...decides.complaints, ...other.complaints]).toEqual([])
})

test('who asked is an approver too: the card offers them no signature and says why', async () => {
  const { page, complaints } = await comes('approver2')
  const { id } = await ask('1045', '7.00', approver2)
  await page.goto(`/actions/${id}`)
  const own = card(page, /^Refund 7\.00 EUR/)
  await own
    .getByText(/you asked/i)
    .first()
    .waitFor()
  expect(await own.getByRole('button', { name: /^Refund 7\.00 EUR/ }).count()).toBe(0)
  await picture(page, 'own-wish')
  await page.goto('/approvals')
  await page.getByRole('heading', { name: /./ }).first().waitFor()
  expect(await card(page, /^Refund 7\.00 EUR/).count()).toBe(0)
  expect(complaints).toEqual([])
})

test('allowed similar from a card: the next one runs at once and says by whom; taken back, the one after waits', async () => {
  const { page, complaints } = await comes('approver')
  const first = await ask('1046', '5.00')
  await page.goto(`/approvals?card=${first.id}`)
  await page.getByRole('button', { name: 'Allow similar…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Approve and allow similar' })
  await dialog.getByText('What may be in it').waitFor()
  await picture(page, 'grant')
  await dialog.getByRole('button', { name: 'Approve and allow' }).click()
  await settledAs(first.id, 'succeeded')
  const second = await ask('1046', '4.00')
  await settledAs(second.id, 'succeeded')
  await page.goto(`/actions/${second.id}`)
  await page
    .getByText(/Bea Moreau/)
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await page.getByText(/standing grant stood for an approval, 1 of 5 used/).waitFor()
  await picture(page, 'granted')
  await page.goto('/approvals/grants')
  await page.getByText('1 of 5 used').waitFor()
  await picture(page, 'grants')
  await page.getByRole('button', { name: 'Revoke the grant for commerce.refund_order by Bea Moreau' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the grant' }).click()
  await page.getByText('revoked', { exact: true }).waitFor()
  const third = await ask('1046', '3.00')
  expect(third.status).toBe('awaiting_approval')
  expect(complaints).toEqual([])
})

test('a conversation that begins as a dry run plans, does nothing, and its plan is asked for by one press', async () => {
  const { page, complaints } = await comes('member')
  await page.goto('/chat')
  await page.getByRole('switch', { name: 'Dry run' }).check()
  await say(page, 'Refund order 1047, 6 EUR, it arrived broken, and tell the customer we are sorry.')
  const plan = page.getByRole('region', { name: 'Plan' })
  await plan.getByText(/^Refund 6\.00 EUR/).waitFor()
  await plan.getByText('would wait for approval').first().waitFor()
  expect(await page.getByRole('switch', { name: 'Dry run' }).isChecked()).toBe(true)
  const of = async () =>
    ((await member.get('/actions?operation=commerce.refund_order&limit=50')).items as Json[]).map(({ input }) => input.orderId)
  expect(await of()).not.toContain('1047')
  await picture(page, 'plan')
  await page.setViewportSize({ width: 390, height: 844 })
  await picture(page, 'plan')
  await page.setViewportSize({ width: 1280, height: 800 })
  await plan.getByRole('button', { name: 'Ask for all 2' }).click()
  await card(page, /^Refund 6\.00 EUR/).waitFor()
  await waitFor(async () => (await of()).includes('1047'))
  expect(complaints).toEqual([])
})

test('what goes over the day’s budget is refused with what is left and when it starts anew; once it is ended, it may be asked again', async () => {
  const { page, complaints } = await comes('admin')
  await page.goto('/admin/budgets')
  const form = page.locator('form').filter({ has: page.getByRole('button', { name: 'Set the budget' }) })
  await waitFor(async () => {
    await form.getByLabel('A day at most').fill('10')
    await form.getByRole('button', { name: 'Set the budget' }).click()
    return page.getByRole('table').isVisible()
  })
  await picture(page, 'budget')
  const over = await ask('1046', '12.00')
  expect(over).toMatchObject({ status: 'denied' })
  const asks = await comes('member')
  await asks.page.goto(`/actions/${over.id}`)
  await asks.page
    .getByRole('article')
    .getByText(/budget of the organisation \(10\.00 EUR\) has 10\.00 EUR left\. It starts anew on/)
    .first()
    .waitFor()
  await picture(asks.page, 'over-budget')
  await page.getByRole('button', { name: /^End the budget of/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End the budget' }).click()
  await page.getByText('No budget stands').waitFor()
  expect((await ask('1046', '12.00')).status).toBe('awaiting_approval')
  expect([...complaints, ...asks.complaints]).toEqual([])
})

test('nobody decides: reminded, then the admin may as well, then it lapses, and all of them are told', async () => {
  const { id } = await member.post('/actions', {
    operation: 'crm.set_credit_limit',
    input: { contactId: '501', amount: { amount: '20.00', currency: 'EUR' } },
  })
  const [asks, lead] = [await comes('member'), await comes('admin')]
  await asks.page.goto(`/actions/${id}`)
  const theirs = asks.page.getByRole('article').first()
  await theirs
    .getByText(/2 h \d+ min more/)
    .first()
    .waitFor()
  await lead.page.goto(`/approvals?card=${id}`)
  const asked = lead.page.getByRole('article')
  await asked.waitFor()
  const sign = asked.getByRole('button', { name: /^Set the limit to/ })
  expect(await sign.count()).toBe(0)
  const clockShows = (hours: number) => writeFile(ahead, String(hours * 3_600_000))
  await clockShows(1.1)
  await theirs
    .getByText(/^The system reminded/)
    .first()
    .waitFor()
  await clockShows(2.1)
  await theirs.getByText('Nobody decided in time: others are asked as well').waitFor()
  // The page of the admin was open all the time.
  await sign.waitFor()
  await lead.page.getByText('escalated', { exact: true }).waitFor()
  await theirs.getByText('for Ada Okafor or one other approver or admin').waitFor()
  await asks.page.getByRole('list', { name: 'Story' }).getByText('Nobody decided in time, so admins may decide as well').waitFor()
  await picture(lead.page, 'escalated')
  await clockShows(3.1)
  await theirs.getByText('Nobody decided in time. Ask again if it is still wanted.').waitFor()
  await picture(asks.page, 'expired')
  expect(await look(id)).toMatchObject({ status: 'expired', attempts: 0 })
  expect(await effectsOf(id)).toEqual([])
  const late = await approver2.send('POST', `/api/v1/actions/${id}/decision`, { verdict: 'approve', digest: (await look(id)).digest })
  expect(late.status).toBe(409)
  expect([...asks.complaints, ...lead.complaints]).toEqual([])
})
