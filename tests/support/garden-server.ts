import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json as readJson } from 'node:stream/consumers'
import { parse } from 'yaml'
import { cleanUp } from './clean-up.ts'

export interface GardenBooking {
  booking_no: string
  tour_on: string
  party_size: number
  status: 'held' | 'paid' | 'called_off'
  guest: { full_name: string; email: string }
  fee_cents: number
  rebated_cents: number
  fee_currency: string
}

export interface GardenEffect {
  at: string
  what: string
  /** The action's id, as it says itself. */
  key: string | null
  details: Record<string, unknown>
}

export interface Garden {
  /** For the base URL of its connection. */
  url: string
  token: string
  /** Its OpenAPI document, with this server's own address. */
  document: string
  bookings: Map<string, GardenBooking>
  specimens: Map<number, { id: number; species: string; bed_code: string; state: string }>
  /** What was changed, in the order of the changes. */
  effects: GardenEffect[]
  requests: { method: string; path: string; key: string | null }[]
}

type Handler = (call: { parts: string[]; body: Record<string, unknown>; key: string | null }) => { status: number; body: unknown }

/** A made-up API over real HTTP (tests/fixtures/garden-openapi.yaml), with state, a token and keys against repeats. */
export async function startGarden(): Promise<Garden> {
  const token = 'garden-token'
  const answered = new Map<string, { status: number; body: unknown }>()
  const garden: Garden = {
    url: '',
    token,
    document: '',
    effects: [],
    requests: [],
    bookings: new Map(
      [
        ['T-4711', 'Rosa Lindqvist', 'rosa@garden.test'],
        ['T-4712', 'Émile Brandt', 'emile@garden.test'],
      ].map(([no = '', name = '', email = '']) => [
        no,
        {
          booking_no: no,
          tour_on: '2027-05-12',
          party_size: 4,
          status: 'paid',
          guest: { full_name: name, email },
          fee_cents: 6000,
          rebated_cents: 0,
          fee_currency: 'EUR',
        },
      ]),
    ),
    specimens: new Map([[17, { id: 17, species: 'Ginkgo biloba', bed_code: 'A-01', state: 'healthy' }]]),
  }
  const effect = (what: string, key: string | null, details: Record<string, unknown>) =>
    garden.effects.push({ at: new Date().toISOString(), what, key, details })

  const routes: [string, RegExp, Handler][] = [
    ['GET', /^\/tour-bookings\/([^/]+)$/, ({ parts }) => found(garden.bookings.get(parts[0] ?? ''))],
    ['GET', /^\/tour-bookings$/, () => ({ status: 200, body: { bookings: [...garden.bookings.values()] } })],
    ['GET', /^\/specimens\/(\d+)$/, ({ parts }) => found(garden.specimens.get(Number(parts[0])))],
    ['GET', /^\/specimens$/, () => ({ status: 200, body: { specimens: [...garden.specimens.values()] } })],
    [
      'POST',
      /^\/tour-bookings\/([^/]+)\/rebates$/,
      ({ parts, body, key }) => {
        const booking = garden.bookings.get(parts[0] ?? '')
        const cents = Number(body.amount_cents)
        if (booking === undefined) return found(undefined)
        if (booking.rebated_cents + cents > booking.fee_cents) return { status: 409, body: { message: 'more than was paid' } }
        booking.rebated_cents += cents
        effect('rebate', key, body)
        const { booking_no } = booking
        return { status: 201, body: { rebate_id: garden.effects.length, booking_no, amount_cents: cents, currency: body.currency } }
      },
    ],
    [
      'POST',
      /^\/guest-messages$/,
      ({ body, key }) => {
        effect('message', key, body)
        return { status: 202, body: { message_ref: `m${garden.effects.length}` } }
      },
    ],
    [
      'POST',
      /^\/specimens\/(\d+)\/move$/,
      ({ parts, body, key }) => {
        const specimen = garden.specimens.get(Number(parts[0]))
        if (specimen === undefined) return found(undefined)
        const moved_from = specimen.bed_code
        specimen.bed_code = String(body.bed_code)
        effect('move', key, body)
        return { status: 200, body: { specimen_id: specimen.id, bed_code: specimen.bed_code, moved_from } }
      },
    ],
  ]

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', garden.url)
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    if (request.headers.authorization !== `Bearer ${token}`) return send(401, { message: 'who are you' })
    const body = request.method === 'GET' ? {} : ((await readJson(request)) as Record<string, unknown>)
    const key = request.headers['idempotency-key']?.toString() ?? null
    garden.requests.push({ method: request.method ?? '', path: pathname, key })
    const before = key === null ? undefined : answered.get(key)
    if (before !== undefined) return send(before.status, before.body)
    const path = pathname.replace(/^\/v2/, '')
    for (const [method, pattern, handle] of routes) {
      const match = method === request.method ? pattern.exec(path) : null
      if (match === null) continue
      const made = handle({ parts: match.slice(1), body, key: request.headers['x-correlation-id']?.toString() ?? key })
      if (key !== null) answered.set(key, made)
      return send(made.status, made.body)
    }
    send(404, { message: 'nothing grows here' })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  garden.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2`
  const document = parse(await readFile('tests/fixtures/garden-openapi.yaml', 'utf8')) as { servers: { url: string }[] }
  garden.document = JSON.stringify({ ...document, servers: [{ url: garden.url }] })
  return garden
}

function found(thing: unknown): { status: number; body: unknown } {
  return thing === undefined ? { status: 404, body: { message: 'no such thing' } } : { status: 200, body: thing }
}
