import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { demoPassword } from '#demo/organisation.ts'
import { openBrowser } from '#tests/support/open-browser.ts'
import type { ApiClient } from '../api-client.ts'
import type { BenchSystem } from '../bench-system.ts'
import { type Latencies, latenciesOf } from '../statistics.ts'

/** Milliseconds, as a browser on this machine sees them. */
export interface InboxSpeed {
  waiting: number
  /** From the address to the first words on the page (first contentful paint). */
  firstPaint: Latencies
  /** From the address to the first card, with its buttons awake. */
  cardShown: Latencies
  /** From a key that moves to the next card, to that card. */
  move: Latencies
  /** The same to the mark in the list. */
  marked: Latencies
}

/** An approver opens the inbox while `waiting` cards wait for them, and goes from card to card. */
export async function measureInbox(
  system: BenchSystem,
  { api, waiting, visits, moves }: { api: ApiClient; waiting: number; visits: number; moves: number },
): Promise<InboxSpeed> {
  await fillInbox(system, api, waiting)
  const { browser, close } = await openBrowser()
  try {
    const page = await browser.newPage({ baseURL: system.url, viewport: { width: 1280, height: 800 } })
    await signIn(page)
    const opened: Awaited<ReturnType<typeof visit>>[] = []
    // The first two find a server that has just begun.
    for (let number = -2; number < visits; number++) {
      const seen = await visit(page)
      if (number >= 0) opened.push(seen)
    }
    const moved: Awaited<ReturnType<typeof moveOn>>[] = []
    for (let number = -3; number < moves; number++) {
      const seen = await moveOn(page)
      if (number >= 0) moved.push(seen)
    }
    return {
      waiting,
      firstPaint: latenciesOf(opened.map(({ painted }) => painted)),
      cardShown: latenciesOf(opened.map(({ shown }) => shown)),
      move: latenciesOf(moved.map(({ shown }) => shown)),
      marked: latenciesOf(moved.map(({ marked }) => marked)),
    }
  } finally {
    await close()
  }
}

/** One real card that waits, and as many copies of its row, each with its own sentence, age and end. */
async function fillInbox(system: BenchSystem, api: ApiClient, waiting: number): Promise<void> {
  const input = { orderId: '1042', amount: { amount: '10.00', currency: 'EUR' }, reason: 'arrived broken' }
  const asked = { operation: 'commerce.refund_order', input }
  const { id, status } = await api.call<{ id: string; status: string }>('POST', '/actions', asked)
  if (status !== 'awaiting_approval') throw new Error(`an action that should wait for approval is ${status}`)
  await system.withDatabase(async (database) => {
    await database.query(
      `insert into action
       select (jsonb_populate_record(a, jsonb_build_object(
         'id', uuidv7(-(interval '1 second' * n)),
         'summary', a.summary || ', part ' || n,
         'preview', jsonb_set(a.preview, '{summary}', to_jsonb(a.summary || ', part ' || n)),
         'createdAt', now() - interval '1 second' * n,
         'waitingSince', now() - interval '1 second' * n,
         'dueAt', now() + interval '1 minute' * (n % 4000 + 600)))).*
       from action a, generate_series(1, $2::int) n where a.id = $1`,
      [id, waiting - 1],
    )
    await database.query('vacuum analyze action')
  })
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/approvals')
  await page.getByLabel('E-mail').fill('approver@acme.test')
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('article').waitFor()
}

async function visit(page: Page): Promise<{ painted: number; shown: number }> {
  await page.goto('/approvals', { waitUntil: 'commit' })
  const shown = await page.waitForFunction(() => {
    const button = document.querySelector('article button')
    const awake = button !== null && Object.keys(button).some((key) => key.startsWith('__react'))
    return awake && document.querySelectorAll('[data-row]').length > 1 ? performance.now() : null
  })
  const painted = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null)
  // The next visit finds a machine at rest.
  await wait(1_000)
  return { painted: Number(await painted.jsonValue()), shown: Number(await shown.jsonValue()) }
}

/** Presses `j`; the page's own clock says when the mark and the card were drawn. */
async function moveOn(page: Page): Promise<{ marked: number; shown: number }> {
  await page.evaluate(() => {
    const marked = () => document.querySelector('[data-row][aria-current]')?.getAttribute('data-row')
    const title = () => document.querySelector('article h2')?.textContent
    const [row, card] = [marked(), title()]
    const seen = { pressed: 0, marked: 0, shown: 0 }
    Object.assign(window, { benchMove: seen })
    window.addEventListener('keydown', () => Object.assign(seen, { pressed: performance.now() }), { once: true, capture: true })
    const look = () => {
      if (seen.marked === 0 && marked() !== row) seen.marked = performance.now()
      if (seen.shown === 0 && title() !== card) seen.shown = performance.now()
      if (seen.marked === 0 || seen.shown === 0) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  await page.keyboard.press('j')
  const seen = await page.waitForFunction(() => {
    const { benchMove } = window as unknown as { benchMove: { pressed: number; marked: number; shown: number } }
    return benchMove.marked > 0 && benchMove.shown > 0 ? benchMove : null
  })
  await wait(500)
  const { pressed, marked, shown } = (await seen.jsonValue()) as { pressed: number; marked: number; shown: number }
  return { marked: marked - pressed, shown: shown - pressed }
}
