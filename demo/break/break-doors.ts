import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Database } from '../database.ts'
import type { Faults } from '../faults.ts'
import { readJson } from '../http-body.ts'
import { Refusal } from '../refusal.ts'
import { breakPage, type Killed, type LiveFacts, livePart } from './break-page.ts'
import { breakages, faultOf } from './breakages.ts'
import { seenActions } from './seen-actions.ts'

export interface BreakOptions {
  db: Database
  faults: Faults
  now: () => Date
  appUrl: string | null
  /** Kills the worker; answers its process number, null when none was there. Null where nobody can. */
  killWorker: (() => Promise<number | null>) | null
}

/** Answers what belongs to the page "Break it yourself"; false: this is another's path. */
export type BreakDoors = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<boolean>

/** More presses than anybody waits for. */
const mostStanding = 20
const kept = 5

const fonts = join(import.meta.dirname, '../../node_modules/geist/dist/fonts')
const files: Readonly<Record<string, { file: string; type: string }>> = {
  '/break/page.css': { file: join(import.meta.dirname, 'page.css'), type: 'text/css; charset=utf-8' },
  '/break/page.js': { file: join(import.meta.dirname, 'page.js'), type: 'text/javascript; charset=utf-8' },
  '/break/icon.svg': { file: join(import.meta.dirname, 'icon.svg'), type: 'image/svg+xml' },
  '/break/sans.woff2': { file: join(fonts, 'geist-sans/Geist-Variable.woff2'), type: 'font/woff2' },
  '/break/mono.woff2': { file: join(fonts, 'geist-mono/GeistMono-Variable.woff2'), type: 'font/woff2' },
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
}

export function createBreakDoors(options: BreakOptions): BreakDoors {
  const { db, faults, now, appUrl, killWorker } = options
  const killed: Killed[] = []
  const live = (): LiveFacts => ({ appUrl, faults: faults.list(), killed, actions: seenActions(db) })
  const page = () => breakPage({ appUrl, orderId: refundableOrder(db), mayKill: killWorker !== null }, live())

  async function kill(): Promise<string> {
    if (killWorker === null) throw new Refusal(409, 'No supervisor is listening here: start everything with npm start.')
    const pid = await killWorker()
    if (pid === null) return 'There is no worker just now: the supervisor is starting one.'
    killed.unshift({ at: now().toISOString(), pid })
    killed.length = Math.min(killed.length, kept)
    return `The worker, process ${pid}, is killed. What it was doing goes on once its lease is over: within half a minute.`
  }

  async function press(what: unknown): Promise<string> {
    if (what === 'kill_worker') return kill()
    if (what === 'clear') {
      faults.clear()
      return 'Nothing goes wrong any more.'
    }
    const found = breakages.find(({ id }) => id === what)
    if (found === undefined) throw new Refusal(422, 'There is no such button.')
    if (faults.list().length >= mostStanding) throw new Refusal(409, 'Enough waits to go wrong already: let some of it strike first.')
    faults.add(faultOf(found))
    return `“${found.label}” waits for the next ${found.on}.`
  }

  return async (request, response, path) => {
    if (path !== '/' && path !== '/break' && !path.startsWith('/break/')) return false
    requireOwnName(request)
    if (path === '/break' && request.method === 'POST') {
      requireOwnPage(request)
      const { do: what } = ((await readJson(request)) ?? {}) as { do?: unknown }
      write(response, 'application/json; charset=utf-8', JSON.stringify({ said: await press(what) }))
      return true
    }
    if (request.method !== 'GET') throw new Refusal(405, `${path} does not take ${request.method}.`)
    const file = files[path]
    if (file !== undefined) write(response, file.type, await readFile(file.file))
    else if (path === '/break/now') write(response, 'text/html; charset=utf-8', livePart(live()))
    else if (path === '/' || path === '/break') write(response, 'text/html; charset=utf-8', page())
    else throw new Refusal(404, `There is nothing at ${path}.`)
    return true
  }
}

/** A stranger's name that is made to point at this machine would make a stranger's page our own. */
function requireOwnName({ headers }: IncomingMessage): void {
  const name = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/
  if (!name.test(headers.host ?? '')) throw new Refusal(403, 'This page answers under 127.0.0.1 and localhost only.')
}

/** A browser says from which page a press comes; only from this one it counts. */
function requireOwnPage({ headers }: IncomingMessage): void {
  const { origin, 'sec-fetch-site': site = 'same-origin' } = headers
  if (origin !== `http://${headers.host}` || site !== 'same-origin') throw new Refusal(403, 'Only the page itself may press its buttons.')
}

/** The first of the orders that are paid, delivered and not refunded yet. */
function refundableOrder(db: Database): string {
  const found = db.get<{ id: string }>(
    `SELECT id FROM orders WHERE currency = 'EUR' AND status = 'delivered' AND refunded = 0 AND paid >= 4990 AND id >= '1042' ORDER BY id LIMIT 1`,
  )
  return found?.id ?? '1042'
}

function write(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { ...securityHeaders, 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
