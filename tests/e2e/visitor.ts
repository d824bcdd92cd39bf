import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { demoPassword } from '#demo/organisation.ts'
import { waitFor } from '../support/wait-for.ts'
import { type DemoPersonName, signIn } from './client.ts'

/** Somebody with a browser of their own. */
export interface Visitor {
  context: BrowserContext
  page: Page
  /** All that the browser sent since they are signed in. */
  requests: Request[]
  /** What pages complained about: errors on the console (a broken content policy is one), exceptions, answers of 400 and above. */
  complaints: string[]
}

/** Comes by the sign-in form. */
export async function enterByForm(browser: Browser, url: string, who: DemoPersonName, place: string): Promise<Visitor> {
  const visitor = await visit(browser, url)
  const { page, requests } = visitor
  await page.goto(place)
  await page.getByLabel('E-mail').fill(`${who}@acme.test`)
  await page.getByLabel('Password').fill(demoPassword)
  requests.length = 0
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`**${place}`)
  return visitor
}

/** Is signed in already. */
export async function enter(
  browser: Browser,
  url: string,
  who: DemoPersonName | null,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const visitor = await visit(browser, url, options)
  if (who !== null) await visitor.context.addCookies((await signIn(url, who)).cookies)
  return visitor
}

/** The same, and gone when the test ends: pages that stay open go on asking the one web process. Not for tests that run at once. */
export async function enterForTest(...given: Parameters<typeof enter>): Promise<Visitor> {
  const visitor = await enter(...given)
  onTestFinished(() => visitor.context.close())
  return visitor
}

async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, ...options })
  const requests: Request[] = []
  const complaints: string[] = []
  context.on('request', (request) => requests.push(request))
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
  return { context, page: await context.newPage(), requests, complaints }
}

export function pathsOf(requests: readonly Request[]): string[] {
  return requests.map((request) => new URL(request.url()).pathname)
}

/**
 * What the pages ask for by themselves while half an hour passes: first waits until all is quiet, then moves the clocks
 * of all pages at once, so that whatever asks by the clock asks now. The pages need `page.clock.install()` before.
 */
export async function requestsOfAnIdleHour({ context, requests }: Visitor): Promise<string[]> {
  const settle = async () => {
    let [count, since] = [requests.length, performance.now()]
    await waitFor(
      () => {
        if (requests.length !== count) [count, since] = [requests.length, performance.now()]
        return performance.now() - since > 1_500
      },
      { within: 20_000, what: 'a quiet browser' },
    )
  }
  await settle()
  const before = requests.length
  for (const page of context.pages()) await page.clock.fastForward('01:00:00')
  await settle()
  return pathsOf(requests.slice(before))
}

/** Types into the conversation and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text)
  await page.getByLabel('Message').press('Enter')
}
