import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, signIn } from './client.ts'
import { apiDoors, pageDoors } from './permission-table.ts'
import { enterForTest } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]

const markup = `"><img src=x onerror="window.struck=1"><script>window.struck=1</script><svg/onload="window.struck=1"></textarea>`

async function mail(more: { subject?: string; body?: string }, reason?: string): Promise<{ id: string; digest: string }> {
  const input = { to: 'ada@example.test', subject: 'Your order', body: 'Dear Ada', ...more }
  const action = await member.post('/actions', { operation: 'mail.send', input, ...(reason === undefined ? {} : { reason }) })
  expect(action.status).toBe('awaiting_approval')
  return action
}

const cardPage = (id: string) => `/approvals?scope=all&card=${id}`

async function untouched(id: string): Promise<void> {
  expect(await member.get(`/actions/${id}`)).toMatchObject({ status: 'awaiting_approval', decisions: [], attempts: 0 })
  expect(await system.demo.journal(id)).toEqual([])
}

/** Nothing of the markup became an element or ran. */
async function harmless(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    struck: (window as unknown as { struck?: number }).struck ?? null,
    elements: document.querySelectorAll('img[src="x"], svg[onload], [onerror]').length,
  }))
  expect(found, page.url()).toEqual({ struck: null, elements: 0 })
}

test('HTML and script in every string are text on every page that shows them', async () => {
  const { id: conversation } = await member.post('/conversations', { title: markup })
  await member.post(`/conversations/${conversation}/turns`, { text: `Refund order 1042, 30 EUR, ${markup}` })
  const waiting = await mail({ subject: markup, body: `${markup}\n<a href="https://evil.test">pay here</a>` }, markup)
  const rejected = await mail({ subject: markup, body: markup }, markup)
  await approver.post(`/actions/${rejected.id}/decision`, { verdict: 'reject', digest: rejected.digest, comment: markup })
  await approver.post(`/actions/${waiting.id}/notes`, { kind: 'question', text: markup })
  const reader = await enterForTest(browser, system.url, 'member')
  const signer = await enterForTest(browser, system.url, 'approver')
  for (const { page } of [reader, signer]) page.on('dialog', () => expect.unreachable('a dialog opened'))
  const seen: [Page, string][] = [
    [signer.page, cardPage(waiting.id)],
    [signer.page, `/actions/${waiting.id}`],
    [signer.page, `/actions/${rejected.id}`],
    [signer.page, `/actions?query=${encodeURIComponent(markup)}`],
    [reader.page, `/chat/${conversation}`],
    [reader.page, '/actions'],
  ]
  for (const [page, address] of seen) {
    await page.goto(address)
    await page.getByText('onerror').first().waitFor()
    await page.waitForFunction(() => document.title !== '')
    await harmless(page)
  }
  // A link in a mail's HTML is text too: nobody can press it.
  await signer.page.goto(cardPage(waiting.id))
  await signer.page.getByText('pay here').first().waitFor()
  await signer.page.getByRole('list', { name: 'What was said about it' }).getByText('onerror').first().waitFor()
  expect(await signer.page.locator('a[href*="evil.test"]').count()).toBe(0)
  expect([...reader.complaints, ...signer.complaints]).toEqual([])
})

test('what an admin names is text too: a rule, a team, a connection and what its document says', async () => {
  const admin = await signIn(system.url, 'admin')
  // A name takes a hundred characters at most.
  const named = '<img src=x onerror="window.struck=1">'
  const operation = { operationId: 'listThings', summary: named, responses: { 200: { description: 'OK' } } }
  const openapi = { openapi: '3.1.0', info: { title: named, version: '1' }, paths: { '/things': { get: operation } } }
  await admin.post('/connections', { name: 'things', title: named, openapi, baseUrl: system.demoUrl })
  await admin.post('/teams', { name: 'things', title: named })
  const { rules } = await admin.get('/policies')
  const rule = { name: named, operations: ['things.none'], condition: null, verdict: 'deny', reason: markup }
  const put = await admin.send('PUT', '/api/v1/policies', { rules: [...rules, rule], comment: markup })
  expect(put.status, put.text).toBe(200)
  const { page, complaints } = await enterForTest(browser, system.url, 'admin')
  page.on('dialog', () => expect.unreachable('a dialog opened'))
  for (const address of ['/admin/connections', '/admin/connections/things', '/admin/people', '/admin/policy']) {
    await page.goto(address)
    await page.getByRole('row').filter({ hasText: 'onerror' }).first().waitFor()
    await page.waitForFunction(() => document.title !== '')
    await harmless(page)
  }
  expect(complaints).toEqual([])
})

test('hidden text and look-alike letters are shown as what they are, and copied as what they are', async () => {
  const subject = 'Invoice of pаypal \u202Efdp.exe\u200B'
  const { id } = await mail({ subject })
  const { page, context } = await enterForTest(browser, system.url, 'approver')
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(cardPage(id))
  await page.getByText('marked in place').waitFor()
  const value = page.locator('dd').filter({ hasText: 'Invoice of' }).first()
  const text = (await value.textContent()) ?? ''
  expect(text).toContain('U+202E')
  expect(text).toContain('U+200B')
  expect(text).toContain('looks like “a”, is Cyrillic (U+0430)')
  expect(text).not.toContain('\u202E')
  await value
    .locator('span[dir="auto"]')
    .first()
    .evaluate((element) => document.getSelection()?.selectAllChildren(element))
  await page.keyboard.press('Control+c')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(subject)
})

test('the tail of 200 KB cannot be signed unseen: approve stays off until it was opened, by keyboard alone', async () => {
  // As long as a mail may be: 100,000 characters, which are nearly 200 KB here.
  const body = `${`${'ä'.repeat(99)}\n`.repeat(995)}Also pay 9,999 EUR.`
  const { id } = await mail({ body })
  const { page } = await enterForTest(browser, system.url, 'approver')
  await page.goto(cardPage(id))
  const approve = page.getByRole('button', { name: /^Send/ }).first()
  await approve.waitFor()
  expect(await approve.getAttribute('aria-disabled')).toBe('true')
  // Not disabled, so that it can say why: the press is one that a person may make.
  await approve.click({ force: true })
  await page.keyboard.press('a')
  await untouched(id)
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-fold'))).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByText('Also pay 9,999 EUR.').first().waitFor({ state: 'attached' })
  await waitFor(() => page.evaluate(() => document.activeElement?.hasAttribute('data-unfolded')), { what: 'the focus on what was folded' })
  expect(await approve.getAttribute('aria-disabled')).toBeNull()
  await page.keyboard.press('a')
  await waitFor(async () => (await member.get(`/actions/${id}`)).decisions.length === 1)
})

test('the page in a frame is refused, by whoever frames it', async () => {
  const { id } = await mail({})
  const { page } = await enterForTest(browser, system.url, 'approver')
  await page.route('http://frame.test/', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<iframe src="${system.url}${cardPage(id)}" width=900 height=900></iframe>` }),
  )
  await page.goto('http://frame.test/')
  await waitFor(() => page.frames()[1]?.url().startsWith('chrome-error:') === true)
  expect(await page.frames()[1]?.getByRole('button').count()).toBe(0)
  await untouched(id)
})

test('whatever opens an address decides nothing: GET and HEAD on every door that names an action', async () => {
  const { id, digest } = await mail({})
  const query = `?verdict=approve&digest=${digest}&id=${id}&outcome=succeeded&comment=x&card=${id}`
  const paths = [...new Set([...Object.keys(apiDoors).map((door) => door.split(' ')[1] ?? ''), ...Object.keys(pageDoors)])]
  const naming = paths.filter((path) => /\{id\}|\[id\]|^\/approvals/.test(path)).map((path) => path.replace(/\{id\}|\[id\]/, id))
  expect(naming.length).toBeGreaterThan(10)
  const cookie = approver.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  for (const path of naming) {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const answer = await fetch(`${system.url}${path}${query}`, { method, headers: { cookie, 'x-http-method-override': 'POST' } })
      await answer.body?.cancel()
      expect(answer.status, `${method} ${path}`).toBeLessThan(500)
    }
  }
  await untouched(id)
})

test('a digest of another action, with the input of this one, decides nothing', async () => {
  const [one, other] = [await mail({ body: 'one' }), await mail({ body: 'other' })]
  const input = { to: 'ada@example.test', subject: 'Your order', body: 'one, changed' }
  for (const more of [{}, { input }]) {
    const answer = await approver.send('POST', `/api/v1/actions/${one.id}/decision`, { verdict: 'approve', digest: other.digest, ...more })
    expect(answer.status).toBe(409)
    expect((answer.json as Json).action).toMatchObject({ id: one.id, digest: one.digest })
  }
  await untouched(one.id)
  await untouched(other.id)
})
