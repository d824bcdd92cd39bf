import { mkdir } from 'node:fs/promises'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds, axeFindsInTheDark, whenStill } from './axe.ts'
import { type DemoPersonName, type Json, signIn } from './client.ts'
import { pageDoors } from './permission-table.ts'
import { enter, type Visitor } from './visitor.ts'

const pictures = 'tests/out/screenshots'
const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]
await mkdir(pictures, { recursive: true })

/** A house with something in it: cards that wait, that are settled, that nobody knows the end of, that came from outside. */
const made = await (async () => {
  const talk = async (text: string): Promise<{ id: string; waiting: Json[] }> => {
    const { id } = await member.post('/conversations', {})
    const { actions } = await member.post(`/conversations/${id}/turns`, { text })
    return { id, waiting: (actions as Json[]).filter(({ status }) => status === 'awaiting_approval') }
  }
  const settled = await talk('Refund order 1043, 49.90 EUR, it arrived broken, and tell the customer we are sorry.')
  for (const { id, digest } of settled.waiting) await approver.post(`/actions/${id}/decision`, { verdict: 'approve', digest })
  const rejected = await talk('Refund order 1044, 20 EUR, it came late.')
  for (const { id, digest } of rejected.waiting)
    await approver.post(`/actions/${id}/decision`, { verdict: 'reject', digest, comment: 'No photo of the damage.' })
  await system.demo.addFault({ path: '/contacts/501/credit-limit', mode: 'drop_after' })
  const limit = { contactId: '501', amount: { amount: '20.00', currency: 'EUR' } }
  const unknown = await member.post('/actions', { operation: 'crm.set_credit_limit', input: limit })
  const outside = await talk('Do what ticket 88 asks.')
  const waiting = await talk('Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.')
  const { id: tidying } = await member.post('/conversations', {})
  const tidied = await member.post(`/conversations/${tidying}/turns`, {
    text: 'Set the priority of ticket 87 to urgent and then close ticket 87.',
  })
  await member.post(`/turns/${tidied.turnId}/undo`, {})
  await waitFor(async () => {
    const { items } = await member.get('/actions?limit=200')
    const states = new Map((items as Json[]).map(({ id, status }) => [id, status]))
    return settled.waiting.every(({ id }) => states.get(id) === 'succeeded') && states.get(unknown.id) === 'outcome_unknown'
  })
  return { settled, rejected, outside, waiting, unknown, tidied: tidied.turnId as string }
})()

interface Shown {
  name: string
  who: DemoPersonName | null
  address: string
  /** What is there once the page is. */
  until: (page: Page) => Promise<unknown>
}

const heading = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { name }).first().waitFor()
const firstOf = (actions: Json[]) => actions[0]?.id as string
const shown: Shown[] = [
  { name: 'sign-in', who: null, address: '/sign-in', until: heading('Sign in') },
  { name: 'sign-in-link', who: null, address: '/sign-in/link?token=used', until: heading('This link does not work any more') },
  { name: 'chat-empty', who: 'member', address: '/chat', until: heading('What should happen?') },
  { name: 'chat-cards', who: 'member', address: `/chat/${made.waiting.id}`, until: heading(/^Send an e-mail/) },
  { name: 'chat-settled', who: 'member', address: `/chat/${made.settled.id}`, until: heading(/^Send an e-mail/) },
  { name: 'approvals-list', who: 'approver', address: '/approvals', until: (page) => page.getByText('Refund 49.90 EUR').first().waitFor() },
  {
    name: 'approvals-card',
    who: 'approver',
    address: `/approvals?card=${firstOf(made.waiting.waiting)}`,
    until: heading(/^Refund 49\.90 EUR/),
  },
  {
    name: 'approvals-outside',
    who: 'approver',
    address: `/approvals?card=${firstOf(made.outside.waiting)}`,
    until: heading(/9,999\.00 EUR/),
  },
  { name: 'admin-budgets', who: 'admin', address: '/admin/budgets', until: heading('Budgets') },
  { name: 'grants', who: 'approver', address: '/approvals/grants', until: heading('Standing grants') },
  {
    name: 'approvals-unknown',
    who: 'approver',
    address: `/approvals?card=${made.unknown.id}`,
    until: (page) => page.getByText('Nobody knows').waitFor(),
  },
  {
    name: 'approvals-settled',
    who: 'approver',
    address: `/approvals?card=${firstOf(made.settled.waiting)}`,
    until: heading(/^Refund 49\.90 EUR/),
  },
  {
    name: 'approvals-filtered',
    who: 'approver',
    address: '/approvals?scope=all&outside=no&sort=risk',
    until: (page) => page.getByLabel('Outside content').waitFor(),
  },
  {
    name: 'approvals-together',
    who: 'approver',
    address: `/approvals/together?like=${firstOf(made.waiting.waiting)}&by=requester`,
    until: heading(/^Refund 49\.90 EUR/),
  },
  { name: 'approvals-empty', who: 'member', address: '/approvals', until: heading('Nothing waits for you') },
  { name: 'actions', who: 'member', address: '/actions', until: (page) => page.getByRole('table').waitFor() },
  {
    name: 'action-done',
    who: 'member',
    address: `/actions/${firstOf(made.settled.waiting)}`,
    until: (page) => page.getByText('Done, once', { exact: true }).waitFor(),
  },
  {
    name: 'action-rejected',
    who: 'member',
    address: `/actions/${firstOf(made.rejected.waiting)}`,
    until: (page) => page.getByText('It will not run').waitFor(),
  },
  {
    name: 'action-waiting',
    who: 'approver',
    address: `/actions/${firstOf(made.outside.waiting)}`,
    until: (page) => page.getByRole('list', { name: 'Story' }).waitFor(),
  },
  {
    name: 'action-undo',
    who: 'member',
    address: `/actions/undo/${made.tidied}`,
    until: heading('Undo of several actions'),
  },
  {
    name: 'review-not-here',
    who: 'approver',
    address: '/approvals/reviews/01890000-0000-7000-8000-000000000000',
    until: heading('There is nothing here'),
  },
  { name: 'account', who: 'approver', address: '/account', until: heading('Your account') },
  {
    name: 'not-here',
    who: 'member',
    address: '/chat/01890000-0000-7000-8000-000000000000',
    until: heading('There is nothing here'),
  },
  { name: 'no-such-page', who: 'member', address: '/nothing', until: heading('There is nothing here') },
  { name: 'not-for-you', who: 'member', address: '/admin', until: heading('This page is not for you') },
  { name: 'admin', who: 'admin', address: '/admin', until: heading('Admin') },
  { name: 'admin-figures', who: 'auditor', address: '/admin/figures', until: heading('By approver') },
  { name: 'admin-figures-rows', who: 'auditor', address: '/admin/figures/rows', until: (page) => page.getByRole('table').waitFor() },
  { name: 'admin-people', who: 'admin', address: '/admin/people', until: (page) => page.getByRole('table').first().waitFor() },
  { name: 'admin-connections', who: 'admin', address: '/admin/connections', until: (page) => page.getByRole('table').waitFor() },
  {
    name: 'admin-connections-new',
    who: 'admin',
    address: '/admin/connections/new',
    until: (page) => page.getByLabel('Base URL').waitFor(),
  },
  { name: 'admin-connection', who: 'admin', address: '/admin/connections/commerce', until: (page) => page.getByRole('table').waitFor() },
  { name: 'admin-organisation', who: 'admin', address: '/admin/organisation', until: heading('Money') },
  { name: 'admin-pauses', who: 'admin', address: '/admin/pauses', until: heading('Admin') },
  { name: 'admin-policy', who: 'admin', address: '/admin/policy', until: (page) => page.getByRole('table').first().waitFor() },
  { name: 'admin-audit', who: 'admin', address: '/admin/audit', until: heading('Admin') },
  {
    name: 'admin-design',
    who: 'admin',
    address: '/admin/design',
    // The form that is refused is sent by the page itself once it is awake.
    until: (page) => page.getByText('3 fields need a look').waitFor(),
  },
]

test('every page has its picture', () => {
  const paths = shown.map(({ address }) => address.split('?')[0] ?? '')
  const fits = (page: string, path: string) => new RegExp(`^${page.replace(/\[\w+\]/g, '[^/]+')}$`).test(path)
  // The first page only leads on to the chat.
  expect(Object.keys(pageDoors).filter((page) => page !== '/' && !paths.some((path) => fits(page, path)))).toEqual([])
})

test.concurrent.each([1280, 390])(
  'every page, %i px wide: pictures in light and dark, nothing for axe, nothing sideways, no complaint',
  async (width) => {
    const phone = width < 700
    const viewport = { width, height: phone ? 844 : 800 }
    const options: BrowserContextOptions = { viewport, colorScheme: 'light', reducedMotion: 'reduce', hasTouch: phone, isMobile: phone }
    const problems: string[] = []
    const visitors = new Map<DemoPersonName | null, Visitor>()
    for (const { name, who, address, until } of shown) {
      const visitor = visitors.get(who) ?? (await enter(browser, system.url, who, options))
      visitors.set(who, visitor)
      const { page, complaints } = visitor
      // What the page before asked for and is cut off by the next one is its complaint, not the next one's.
      await page.goto('about:blank')
      complaints.length = 0
      await page.goto(address)
      await until(page)
      // The title is streamed behind the page.
      await page.waitForFunction(() => document.title !== '')
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      const found: string[] = []
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await whenStill(page)
        await page.screenshot({ path: `${pictures}/${name}-${colorScheme}-${width}.png`, fullPage: !/^chat|design$/.test(name) })
        const finds = await (colorScheme === 'light' ? axeFinds(page) : axeFindsInTheDark(page))
        found.push(...finds.map((what) => `${colorScheme}, ${what}`))
      }
      await page.emulateMedia({ colorScheme: 'light' })
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      if (sideways > 0) found.push(`scrolls ${sideways} px sideways`)
      const expected = name === 'not-here' || name === 'review-not-here' || name === 'no-such-page' ? /404/ : null
      found.push(...complaints.filter((complaint) => expected?.test(complaint) !== true))
      problems.push(...found.map((what) => `${name}: ${what}`))
    }
    expect(problems).toEqual([])
  },
  1_200_000,
)
