import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { actionStory, claimAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { addConnection } from '#lib/connectors/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { openHouse } from '#tests/support/house.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo, approver } = house

const answer = { description: '', content: { 'application/json': { schema: { type: 'object' } } } }
const document = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Museum', version: '1' },
  paths: {
    '/visits': {
      get: { operationId: 'listVisits', description: 'Lists visits.', responses: { 200: answer } },
    },
  },
})

/** A system that gives requests names of its own, and keeps those that they came with. */
async function museum(
  name: string,
  respond: RequestListener,
  settings: { deadlineMs?: number } = {},
): Promise<{ operation: string; came: unknown[] }> {
  const came: unknown[] = []
  const server = createServer((request, response) => {
    came.push(request.headers['x-request-id'])
    respond(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(async () => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const actor = { kind: 'system', id: null } as const
  await addConnection(platform, { name, title: name, document, baseUrl, confirm: true, allowPrivate: true, settings, actor })
  return { operation: `${name}.list_visits`, came }
}

const attemptsOf = (actionId: string) =>
  platform.db.attempt.findMany({ where: { actionId }, orderBy: { fence: 'asc' }, select: { class: true, seen: true } })

test.each<[string, RequestListener, string, object]>([
  ['answered', (_q, r) => r.setHeader('x-request-id', 'theirs-7').end('{}'), 'succeeded', { theirRequestId: 'theirs-7' }],
  ['refused', (_q, r) => r.writeHead(404, { 'x-request-id': 'theirs-8' }).end(), 'refused', { theirRequestId: 'theirs-8', status: 404 }],
  ['unfit', (_q, r) => r.setHeader('x-request-id', 'theirs-9').end('[]'), 'unknown', { theirRequestId: 'theirs-9', status: 200 }],
  ['cut', (_q, r) => r.destroy(), 'unknown', {}],
  ['hung', () => undefined, 'unknown', {}],
])('an attempt that was %s: our request id, as it was sent, is kept beside what was seen', async (name, respond, ended, more) => {
  const { operation, came } = await museum(name, respond, name === 'hung' ? { deadlineMs: 500 } : {})
  const { id } = await house.ask(operation, {})
  await house.work(id)
  const requestId = `${id}-1`
  expect(came).toEqual([requestId])
  const [attempt] = await attemptsOf(id)
  expect(attempt).toMatchObject({ class: ended, seen: { requestId, ...more } })
  if (!('theirRequestId' in more)) expect(attempt?.seen).not.toHaveProperty('theirRequestId')
  const [told] = (await actionStory(platform, await house.look(id))).filter(({ kind }) => kind === 'attempt')
  expect(told?.facts).toContain(`"requestId": "${requestId}"`)
})

test('an echo of our request id is not taken for one of theirs', async () => {
  const { operation } = await museum('echo', (q, r) => r.setHeader('x-request-id', q.headers['x-request-id'] ?? '').end('{}'))
  const { id } = await house.ask(operation, {})
  await house.work(id)
  expect((await attemptsOf(id)).map(({ seen }) => seen)).toEqual([{ requestId: `${id}-1` }])
})

test('an attempt that was lost with its worker keeps the request id that it may have sent; the next one has its own', async () => {
  const { operation, came } = await museum('lost', (_q, r) => r.end('{}'))
  const { id } = await house.ask(operation, {})
  expect(await claimAction(platform, id, 'dies')).not.toBeNull()
  platform.clock.advance(31_000)
  await sweepActions(platform)
  await house.work(id)
  expect(await attemptsOf(id)).toMatchObject([
    { class: 'unknown', seen: { requestId: `${id}-1`, message: expect.stringContaining('died') } },
    { class: 'succeeded', seen: { requestId: `${id}-2` } },
  ])
  expect(came).toEqual([`${id}-2`])
})

test('a mail that was cut keeps the request id that it went out with', async () => {
  const { id, digest } = await house.ask('mail.send', { to: 'ada@example.test', subject: 'Sorry', body: 'We are sorry.' })
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
  await demo.addFault({ path: 'smtp', mode: 'drop_after' })
  expect(await house.work(id)).toMatchObject({ status: 'outcome_unknown' })
  expect(await attemptsOf(id)).toMatchObject([{ class: 'unknown', seen: { requestId: `${id}-1`, request: { method: 'SMTP' } } }])
})
