import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { euros, startTestBackOffice, type TestBackOffice } from '../test-back-office.ts'
import { breakages } from './breakages.ts'

let office: TestBackOffice
let alone: TestBackOffice
let workers: (number | null)[] = []
let stopped: Date | null = null
beforeAll(async () => {
  office = await startTestBackOffice({
    appUrl: 'http://127.0.0.1:3000',
    killWorker: async () => workers.shift() ?? null,
    now: () => stopped ?? new Date(),
  })
  alone = await startTestBackOffice()
})
beforeEach(() => office.send('DELETE', '/_faults'))
afterAll(() => Promise.all([office.stop(), alone.stop()]))

/** As the page's own script sends it; fetch of Node names no page by itself. */
async function press(what: unknown, headers: Record<string, string> = {}, from = office) {
  const response = await fetch(`${from.url}/break`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: from.url, 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify({ do: what }),
  })
  return { status: response.status, body: (await response.json()) as { said?: string; detail?: string } }
}
const standing = async () => (await office.send('GET', '/_faults')).body.items
const live = async () => (await fetch(`${office.url}/break/now`)).text()
const refund = (orderId: string, key: string) =>
  office.send('POST', `/orders/${orderId}/refunds`, { body: { amount: euros('1.00'), reason: 'late' }, key }).catch(() => null)

/** What stands under one action's id, as text. */
async function shown(key: string): Promise<string> {
  const items = (await live()).split('<li class="action">').filter((item) => item.includes(`/actions/${key}"`))
  return items
    .join('')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

describe('buttons', () => {
  test.each(breakages.map(({ id, on, mode }) => ({ id, on, mode })))(
    '$id waits for the next $on as $mode, once',
    async ({ id, on, mode }) => {
      expect(await press(id)).toMatchObject({ status: 200, body: { said: expect.stringContaining(`waits for the next ${on}`) } })
      const victim = on === 'mail' ? { path: 'smtp', method: '*' } : { path: '*', method: '!GET' }
      expect(await standing()).toEqual([{ ...victim, mode, count: 1 }])
    },
  )

  test('the next change is what is struck: whoever only reads is not', async () => {
    await press('error')
    expect((await office.send('GET', '/orders/1042')).status).toBe(200)
    expect((await refund('1042', 'struck'))?.status).toBe(500)
    expect(await standing()).toEqual([])
  })

  test('pressed twice it waits twice, and says so; all of it is taken back at once', async () => {
    await press('drop_answer')
    await press('drop_answer')
    expect(await live()).toContain('The next change: answer dropped × 2')
    expect((await press('clear')).status).toBe(200)
    expect(await live()).toContain('Nothing waits to go wrong.')
  })

  test('the twenty-first that waits is refused, and so is a button that is none', async () => {
    for (let count = 0; count < 20; count += 1) await press('hang')
    expect(await press('hang')).toMatchObject({ status: 409 })
    expect(await press('format_disk')).toMatchObject({ status: 422 })
    expect(await press(null)).toMatchObject({ status: 422 })
  })
})

describe('who may press', () => {
  test.each([
    ['a stranger’s page', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a page of another port here', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['an origin that lies about the site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused: nothing waits to go wrong, nobody is killed', async (_name, headers) => {
    workers = [4242]
    expect((await press('drop_answer', headers)).status).toBe(403)
    expect((await press('kill_worker', headers)).status).toBe(403)
    expect(await standing()).toEqual([])
    expect(workers).toEqual([4242])
  })

  test('a form, which needs no leave to be sent from anywhere, is refused', async () => {
    expect((await press('drop_answer', { 'content-type': 'text/plain' })).status).toBe(415)
    expect(await standing()).toEqual([])
  })

  test('under a stranger’s name that points here there is no page', async () => {
    const { port } = new URL(office.url)
    const asked = request({ host: '127.0.0.1', port, path: '/break', headers: { host: `rebound.example:${port}` } }).end()
    const [answer] = await once(asked, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(403)
  })
})

describe('killing the worker', () => {
  test('says which process is dead, and that there was none', async () => {
    workers = [4242, null]
    expect((await press('kill_worker')).body.said).toContain('process 4242, is killed')
    expect(await live()).toContain('The worker, process 4242, was killed.')
    expect((await press('kill_worker')).body.said).toContain('There is no worker just now')
  })

  test('without a supervisor there is no button, and a press is refused', async () => {
    expect(await (await fetch(`${alone.url}/break`)).text()).not.toContain('kill_worker')
    expect(await press('kill_worker', {}, alone)).toMatchObject({ status: 409, body: { detail: expect.stringContaining('No supervisor') } })
  })
})

describe('what came in', () => {
  test('an answer that was dropped, and the repeat: two requests, one effect, and which of them had it', async () => {
    await press('drop_answer')
    await refund('1043', 'dropped')
    await refund('1043', 'dropped')
    expect(await shown('dropped')).toMatch(
      /2 requests, 1 effect dropped .*answer dropped Refunded 1\.00 EUR of order 1043 .* nothing again: its key was known/,
    )
  })

  test('a line that was cut before: the effect is the second request’s', async () => {
    await press('cut_before')
    await refund('1044', 'cut')
    await refund('1044', 'cut')
    expect(await shown('cut')).toMatch(/2 requests, 1 effect cut .*cut before it was done nothing done .* Refunded 1\.00 EUR of order 1044/)
  })

  test('two in the same millisecond: the effect is not laid to the one that was answered with an error', async () => {
    stopped = new Date()
    await refund('1047', 'same-time')
    await press('error')
    await refund('1047', 'same-time')
    stopped = null
    expect(await shown('same-time')).toMatch(/2 requests, 1 effect same-time .* Refunded 1\.00 EUR of order 1047 .* nothing done/)
  })

  test('one that is refused by the rules changes nothing and is not counted as an effect', async () => {
    await office.send('POST', '/orders/1045/refunds', { body: { amount: euros('99999.00'), reason: 'late' }, key: 'too-much' })
    expect(await shown('too-much')).toMatch(/1 request, 0 effects too-much .* nothing changed/)
  })

  test('what others sent is shown as text, wherever it stands', async () => {
    await office.send('POST', '/orders/1046/refunds', {
      body: { amount: euros('1.00'), reason: '<b>' },
      key: '"><script>alert(1)</script>',
    })
    const text = await live()
    expect(text).toContain('&quot;&gt;&lt;script&gt;')
    expect(text).not.toMatch(/<script|<b>/)
  })
})

describe('the page', () => {
  test('runs its own script only, stands in no frame, and is struck by no fault', async () => {
    await office.send('PUT', '/_faults', { body: { path: '*', mode: '500', count: 1 } })
    for (const path of ['/', '/break']) {
      const answer = await fetch(office.url + path)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';.*frame-ancestors 'none'/)
      const text = await answer.text()
      expect(text).not.toMatch(/<script>| on\w+="| style="/)
      for (const [, own = ''] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) expect((await fetch(office.url + own)).status).toBe(200)
    }
    expect(await standing()).toHaveLength(1)
  })

  test('offers an order that has enough left, also after the first was refunded', async () => {
    const offered = async () => /Refund order (\d+), 49\.90 EUR/.exec(await (await fetch(`${alone.url}/`)).text())?.[1]
    expect(await offered()).toBe('1042')
    await alone.send('POST', '/orders/1042/refunds', { body: { amount: euros('49.90'), reason: 'late' }, key: 'first' })
    expect(await offered()).toBe('1043')
  })

  test('its colours are those of the app', async () => {
    const colours = async (path: string) =>
      new Map(
        [...(await readFile(join(import.meta.dirname, path), 'utf8')).matchAll(/(--[\w-]+): (light-dark\(.*\));/g)].map(
          ([, name, value]) => [name, value],
        ),
      )
    const app = await colours('../../app/globals.css')
    const own = await colours('page.css')
    expect(own.size).toBeGreaterThan(10)
    for (const [name, value] of own) expect([name, value]).toEqual([name, app.get(name)])
  })
})
