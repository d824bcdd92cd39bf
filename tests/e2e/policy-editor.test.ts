import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { type Json, signIn } from './client.ts'
import { enter } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const asAdmin = await signIn(system.url, 'admin')
const pictures = 'tests/out/screenshots'

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name })
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const code = (page: Page) => page.getByRole('textbox', { name: /^Rules and tests, version/ })
const save = (page: Page) => page.getByRole('button', { name: /^Save as version/ })

async function openPolicy(address = '/admin/policy') {
  const visitor = await enter(browser, system.url, 'admin', { reducedMotion: 'reduce' })
  await visitor.page.goto(address)
  await tab(visitor.page, /^Rules/).waitFor()
  return visitor
}

async function axeFinds(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).options({ rules: { 'target-size': { enabled: true } } }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))
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
  expect(await save(page).isDisabled()).toBe(true)
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `${pictures}/policy-error-dark.png` })
  expect(await axeFinds(page)).toEqual([])
  // Tab leaves the text: nobody is caught in it.
  await code(page).focus()
  await page.keyboard.press('Tab')
  expect(await code(page).evaluate((element) => element.contains(document.activeElement))).toBe(false)
  expect(complaints).toEqual([])
})
