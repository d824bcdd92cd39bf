import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds } from './axe.ts'
import { type Json, prepared, signIn } from './client.ts'
import { enterForTest } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const asAdmin = await signIn(system.url, 'admin')
const pictures = 'tests/out/screenshots'

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const code = (page: Page) => page.getByRole('textbox', { name: /^Rules and tests, version/ })
const save = (page: Page) => page.getByRole('button', { name: /^Save as version/ })

async function openPolicy(address = '/admin/policy', until = (page: Page) => tab(page, /^Rules/).waitFor()) {
  const visitor = await enterForTest(browser, system.url, 'admin', { reducedMotion: 'reduce' })
  await visitor.page.goto(address)
  await until(visitor.page)
  await awake(visitor.page)
  return visitor
}

/** What is pressed before a page is awake is lost. */
async function awake(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main button, main summary') ?? {}).some((key) => key.startsWith('__react')),
  )
}

/** The version with this comment is there, and shown. */
async function expectVersion(page: Page, comment: string): Promise<void> {
  await row(page, comment)
    .getByText(/, shown$/)
    .waitFor()
}

async function fillField(dialog: Locator, label: string, value: string): Promise<void> {
  await dialog.getByLabel(label, { exact: true }).fill(value)
}

test('a rule is made in the table without a line of CEL, saved, and holds at once', async () => {
  const { page, complaints } = await openPolicy()
  await page.getByRole('button', { name: 'Add a rule…' }).click()
  const dialog = page.getByRole('dialog')
  // An empty form is told at its fields.
  await dialog.getByRole('button', { name: 'Add to the draft' }).click()
  await dialog.getByText('give the rule a name, of 100 characters at most').waitFor()
  await fillField(dialog, 'Name', 'large refunds')
  await fillField(dialog, 'Operation 1', 'commerce.refund_order')
  await dialog.getByLabel('Amount', { exact: true }).selectOption({ label: 'over, or unclear' })
  await fillField(dialog, 'Amount in EUR', '40')
  await fillField(dialog, 'How many', '2')
  await fillField(dialog, 'Reason', 'A large refund takes two.')
  expect(await axeFinds(page)).toEqual([])
  await page.screenshot({ path: `${pictures}/policy-rule-dialog.png` })
  await dialog.getByRole('button', { name: 'Add to the draft' }).click()
  await row(page, 'large refunds').getByText('over 40.00 EUR or unclear').waitFor()
  await page.getByText('One change against version 1').waitFor()
  await page.getByLabel('Why it changes').fill('Two for large refunds')
  await page.screenshot({ path: `${pictures}/policy-rules-draft.png`, fullPage: true })
  await save(page).click()
  await page.getByRole('heading', { name: 'Policy, version 2' }).waitFor()
  const { version, rules } = await asAdmin.get('/policies')
  expect(version).toBe(2)
  expect((rules as Json[]).find(({ name }) => name === 'large refunds')).toEqual({
    name: 'large refunds',
    operations: ['commerce.refund_order'],
    condition: '(!money.known || money.minor > 4000)',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }],
    reason: 'A large refund takes two.',
  })
  expect(complaints).toEqual([])
})

test('by keyboard alone: a fact is completed inside a condition, with what it means, and an error is told at its character', async () => {
  const { page, complaints } = await openPolicy()
  const more = page.getByRole('button', { name: 'More for the rule unconfirmed operations' })
  await more.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Show in the text' }).focus()
  await page.keyboard.press('Enter')
  // The cursor stands before the rule's condition.
  await code(page).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('End')
  for (let left = 0; left < 2; left += 1) await page.keyboard.press('ArrowLeft')
  await page.keyboard.type(' && tain')
  const offered = page.getByRole('listbox', { name: 'Completions' })
  await offered.getByRole('option', { name: /^tainted/ }).waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.screenshot({ path: `${pictures}/policy-completion.png` })
  await page.keyboard.press('Enter')
  await code(page).getByText('"!confirmed && tainted"').waitFor()
  await page.keyboard.type(' &&& x')
  const error = page.getByRole('button', { name: /^line \d+, column \d+/ })
  await error.waitFor()
  await tab(page, /^Text, with errors/).waitFor()
  await save(page).and(page.locator(':disabled')).waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `${pictures}/policy-error-dark.png` })
  expect(await axeFinds(page)).toEqual([])
  // Tab leaves the text: nobody is caught in it.
  await code(page).focus()
  await page.keyboard.press('Tab')
  expect(await code(page).evaluate((element) => element.contains(document.activeElement))).toBe(false)
  // Looked at in another way meanwhile, what was written can still be taken back.
  await tab(page, /^Tests/).click()
  await code(page).waitFor({ state: 'hidden' })
  await tab(page, /^Text, with errors/).click()
  await code(page).focus()
  const before = code(page).getByText('"!confirmed"', { exact: true })
  await waitFor(async () => {
    await page.keyboard.press('Control+z')
    return (await before.count()) === 1
  })
  await error.waitFor({ state: 'hidden' })
  expect(complaints).toEqual([])
})

test('a failing test stands beside the rules and blocks the version; the test that was made from a real action passes', async () => {
  const asMember = await signIn(system.url, 'member')
  const input = { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' }, reason: 'arrived broken' }
  const asked = await asMember.post('/actions', { operation: 'commerce.refund_order', input })
  const { page, complaints } = await openPolicy(`/actions/${asked.id}`, (visitor) => visitor.getByText('Why the policy said so').waitFor())
  // The explanation: folded, then the rules, the one that decided, and the facts.
  await page.getByText('Why the policy said so').click()
  await page.getByText('Rules that were asked').waitFor()
  await page.getByRole('listitem').filter({ hasText: 'irreversible' }).getByText('decided', { exact: true }).waitFor()
  await page.getByText('49.90 EUR', { exact: true }).first().waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.screenshot({ path: `${pictures}/policy-explained.png`, fullPage: true })
  await page.getByRole('link', { name: 'Make a test of the policy from this' }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel('Operation', { exact: true }).inputValue()).toBe('commerce.refund_order')
  await fillField(dialog, 'Name', 'refunds ask')
  await dialog.getByRole('button', { name: 'Add to the draft' }).click()
  await row(page, 'refunds ask').getByText('passes').waitFor()
  await page.getByRole('button', { name: 'Edit the test refunds ask' }).click()
  await dialog.getByLabel('Expected').selectOption({ label: 'allow' })
  await dialog.getByRole('button', { name: 'Change in the draft' }).click()
  await row(page, 'refunds ask').getByText('fails', { exact: true }).waitFor()
  await page.getByText('A test fails; see Tests.').waitFor()
  await save(page).and(page.locator(':disabled')).waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.screenshot({ path: `${pictures}/policy-test-fails.png`, fullPage: true })
  await page.getByRole('button', { name: 'Edit the test refunds ask' }).click()
  await dialog.getByLabel('Expected').selectOption({ label: 'ask a person' })
  await dialog.getByRole('button', { name: 'Change in the draft' }).click()
  await row(page, 'refunds ask').getByText('passes').waitFor()
  await page.getByLabel('Why it changes').fill('Refunds ask, for good')
  await save(page).click()
  await expectVersion(page, 'Refunds ask, for good')
  const { tests } = await asAdmin.get('/policies')
  expect(tests).toMatchObject([
    { name: 'refunds ask', facts: { operation: 'commerce.refund_order' }, expected: { verdict: 'require_approval' } },
  ])
  expect(complaints).toEqual([])
})

test('a draft is tried on real actions before it is saved; recording only, it tells what it would have said', async () => {
  const { page, complaints } = await openPolicy()
  await page.getByRole('button', { name: 'Add a rule…' }).click()
  const dialog = page.getByRole('dialog')
  await fillField(dialog, 'Name', 'no refunds')
  await fillField(dialog, 'Operation 1', 'commerce.refund_order')
  await dialog.getByLabel('Verdict').selectOption({ label: 'Deny' })
  await fillField(dialog, 'Reason', 'Closed.')
  await dialog.getByRole('button', { name: 'Add to the draft' }).click()
  await tab(page, /^Simulate/).click()
  await page.getByRole('button', { name: 'Try the draft' }).click()
  await page.getByText(/^One verdict of \d+ would be another\.$/).waitFor()
  await row(page, 'ask a person, would be deny').getByRole('link').waitFor()
  expect(await axeFinds(page)).toEqual([])
  await page.screenshot({ path: `${pictures}/policy-simulated.png`, fullPage: true })
  // It is only recorded at first.
  await tab(page, /^Rules/).click()
  await page.getByRole('button', { name: 'More for the rule no refunds' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Only record what it would say' }).click()
  await row(page, 'no refunds').getByText('only records').waitFor()
  await tab(page, /^Tests/).click()
  await row(page, 'refunds ask').getByText('passes').waitFor()
  await page.getByLabel('Why it changes').fill('Trying to close refunds')
  await save(page).click()
  await expectVersion(page, 'Trying to close refunds')
  const asMember = await signIn(system.url, 'member')
  const input = { orderId: '1043', amount: { amount: '10.00', currency: 'EUR' }, reason: 'late' }
  const asked = await prepared(asMember, await asMember.post('/actions', { operation: 'commerce.refund_order', input }))
  expect(asked.status).toBe('awaiting_approval')
  await page.reload()
  await page.getByRole('table', { name: 'What recording rules would have said, by rule' }).getByText('no refunds').waitFor()
  await page.screenshot({ path: `${pictures}/policy-shadow.png`, fullPage: true })
  await page.goto(`/actions/${asked.id}`)
  await page.getByText('Why the policy said so').click()
  await page.getByText('Rules that only record, and what they would have said').waitFor()
  expect(complaints).toEqual([])
})

test('two versions are told apart rule by rule; on a phone and in the dark all of it stays within the page', async () => {
  const { version } = await asAdmin.get('/policies')
  const options = {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    isMobile: true,
    hasTouch: true,
    reducedMotion: 'reduce',
  } as const
  const { page, complaints } = await enterForTest(browser, system.url, 'admin', options)
  await page.goto(`/admin/policy?version=${version}&against=1`)
  const changes = page.getByRole('list', { name: `From version 1 to version ${version}` })
  await changes.getByText('no refunds').first().waitFor()
  await changes.getByText('rule added').first().waitFor()
  for (const [name, picture] of [
    [/^Rules/, 'rules'],
    [/^Text/, 'text'],
    [/^Tests/, 'tests'],
    [/^Simulate/, 'simulate'],
  ] as const) {
    await tab(page, name).click()
    if (picture === 'text') await code(page).waitFor()
    await page.screenshot({ path: `${pictures}/policy-${picture}-phone.png`, fullPage: true })
    expect(await axeFinds(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  }
  await tab(page, /^Rules/).click()
  await page.getByRole('button', { name: 'Edit the rule large refunds' }).click()
  await page.getByRole('dialog').getByLabel('Name').waitFor()
  await page.screenshot({ path: `${pictures}/policy-rule-phone.png` })
  expect(await axeFinds(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('an auditor reads rules, text and tests, and changes nothing', async () => {
  const { page, complaints } = await enterForTest(browser, system.url, 'auditor')
  await page.goto('/admin/policy')
  await row(page, 'large refunds').getByText('over 40.00 EUR or unclear').waitFor()
  expect(await page.getByRole('button', { name: /Edit|Save|Add a rule/ }).count()).toBe(0)
  await tab(page, /^Text/).click()
  await code(page).waitFor()
  expect(await code(page).getAttribute('aria-readonly')).toBe('true')
  expect(await axeFinds(page)).toEqual([])
  expect(complaints).toEqual([])
})

test('where the rules ask for a second person, a saved change waits, and its card is one click away', async () => {
  const { rules, version } = await asAdmin.get('/policies')
  const second = { operations: ['countersign.change_policy'], verdict: 'require_approval', reason: 'Two for the rules.' }
  const asked = { ...second, name: 'two for the rules', requirements: [{ role: 'approver', quorum: 1 }] }
  const body = { rules: [...rules, asked], comment: 'Two for the rules', expectedVersion: version }
  expect(await asAdmin.send('PUT', '/api/v1/policies', body)).toMatchObject({ status: 200 })
  const { page, complaints } = await openPolicy()
  await page.getByRole('button', { name: 'More for the rule irreversible' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Only record what it would say' }).click()
  await page.getByLabel('Why it changes').fill('Let everything run')
  await save(page).click()
  await page.getByText('Somebody else has to agree first.').waitFor()
  await page.getByText('A change waits until somebody else agrees').waitFor()
  await page.screenshot({ path: `${pictures}/policy-waits.png`, fullPage: true })
  expect((await asAdmin.get('/policies')).version).toBe(version + 1)
  await page.getByRole('link', { name: 'Open its card' }).first().click()
  await page
    .getByRole('heading', { name: /^Change the policy/ })
    .first()
    .waitFor()
  expect(complaints).toEqual([])
})
