import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'
import { actionReceipt, actionStory, dryRunAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { addConnection } from '#lib/connectors/index.ts'
import { secretMask } from '#lib/core/index.ts'
import { actionView, cardsOf } from '#lib/faces/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { openHouse } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, approver } = house

/** What the other system got, as it got it. */
const received: unknown[] = []
const server = createServer(async (request, response) => {
  received.push(JSON.parse(await new Response(request as unknown as ReadableStream).text()))
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ accountId: 'A7', apiToken: 'tok-came-back' }))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())))

const properties = {
  login: { type: 'string' },
  entry: { type: 'string', format: 'password' },
  recoveryToken: { type: 'string' },
  note: { type: 'string' },
}
const document = {
  openapi: '3.1.0',
  info: { title: 'Vault', version: '1' },
  paths: {
    '/accounts': {
      post: {
        operationId: 'openAccount',
        summary: 'Open an account',
        'x-countersign-effect': 'irreversible',
        'x-countersign-preview': { summary: 'Open {input.login} with {input.entry}' },
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['login', 'entry'], properties } } },
        },
        responses: {
          200: {
            description: 'done',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { accountId: { type: 'string' }, apiToken: { type: 'string' } } },
              },
            },
          },
        },
      },
    },
  },
}
await addConnection(platform, {
  name: 'vault',
  document: JSON.stringify(document),
  baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  confirm: true,
  allowPrivate: true,
  actor: { kind: 'system', id: null },
})

const secrets = /correct-horse|battery-staple|tok-came-back|new-horse/
const input = { login: 'ada', entry: 'correct-horse', recoveryToken: 'battery-staple', note: 'it is correct-horse' }
const open = (more = {}) => house.ask('vault.open_account', { ...input, ...more }, { reason: 'they said: correct-horse' })

/** Everything that anybody is shown of it. */
async function allThatIsShown(id: string): Promise<string> {
  await sequenceAudit(platform, { everything: true })
  const row = await house.look(id)
  const [cards, view, story, receipt, events] = await Promise.all([
    Promise.all([member, approver].map((caller) => cardsOf(platform, caller, [row]))),
    actionView(platform, row),
    actionStory(platform, row),
    actionReceipt(platform, { actionId: id, caller: member }),
    platform.db.auditEvent.findMany({ where: { subjectId: id } }),
  ])
  return JSON.stringify([cards, view, story, receipt, events.map(({ content }) => content), row.summary])
}

test('a password is on no card, in no story, receipt, log or API answer, and is sent as it is', async () => {
  const { id } = await open()
  await house.work(id)
  const waiting = await house.look(id)
  expect(waiting.status).toBe('awaiting_approval')
  expect(waiting.input).toEqual(input)
  expect(await allThatIsShown(id)).not.toMatch(secrets)
  const [card] = await cardsOf(platform, approver, [waiting])
  expect(card?.sentence).toBe(`Open ada with ${secretMask}`)
  expect(card?.inputValue).toEqual({ login: 'ada', entry: secretMask, recoveryToken: secretMask, note: `it is ${secretMask}` })
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: waiting.digest ?? '' })
  expect((await house.work(id)).status).toBe('succeeded')
  expect(received.at(-1)).toEqual(input)
  const told = await allThatIsShown(id)
  expect(told).toContain('A7')
  expect(told).not.toMatch(secrets)
})

test('the digest covers the true secret: another one is another digest', async () => {
  const [one, other] = [await open(), await open({ entry: 'battery-horse' })]
  for (const { id } of [one, other]) await house.prepare(id)
  expect((await house.look(one.id)).digest).not.toBe((await house.look(other.id)).digest)
})

test('a receipt with a masked secret says that its digest cannot be made again, and nothing in it is wrong', async () => {
  const { id } = await open()
  await house.prepare(id)
  await sequenceAudit(platform, { everything: true })
  const receipt = await actionReceipt(platform, { actionId: id, caller: member })
  expect(receipt.action.secretsMasked).toBe(true)
  const checks = await verifyReceipt(JSON.parse(JSON.stringify(receipt)))
  expect(checks.filter(({ ok }) => ok === false)).toEqual([])
  expect(checks.find(({ name }) => name === 'digest')?.ok).toBeNull()
})

test('an approver who changes another field leaves the secret as it was', async () => {
  const { id } = await open()
  await house.prepare(id)
  const shown = (await cardsOf(platform, approver, [await house.look(id)]))[0]?.inputValue as typeof input
  const change = async (changed: object) => {
    const { digest } = await house.look(id)
    const deciding = decideAction(platform, {
      actionId: id,
      caller: approver,
      verdict: 'approve',
      digest: digest ?? '',
      input: { ...shown, ...changed },
    })
    // The worker's part, which the decision waits for.
    await waitFor(async () => (await house.look(id)).digest === null)
    await house.prepare(id)
    return (await deciding).input
  }
  expect(await change({ login: 'bea' })).toEqual({ ...input, login: 'bea' })
})

test('an approver who changes the secret too: the card says so, with what else was changed, and shows neither the old nor the new', async () => {
  const { id } = await open()
  const { digest } = await house.prepare(id)
  const changed = { login: 'bea', entry: 'new-horse', recoveryToken: secretMask, note: 'it is another, not correct-horse' }
  const deciding = decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '', input: changed })
  await waitFor(async () => (await house.look(id)).digest === null)
  await house.prepare(id)
  await deciding
  const [card] = await cardsOf(platform, member, [await house.look(id)])
  expect(card?.edit).toEqual({
    by: 'Bea Moreau',
    onBehalfOf: null,
    differences: [
      { path: 'note', label: 'Note', before: `it is ${secretMask}`, after: `it is another, not ${secretMask}` },
      { path: 'login', label: 'Login', before: 'ada', after: 'bea' },
    ],
    secret: true,
  })
  const events = await platform.db.auditEvent.findMany({ where: { subjectId: id, kind: 'action.edited' } })
  expect(JSON.stringify(events)).not.toMatch(secrets)
})

test('a dry run shows no secret either', async () => {
  const asked = { caller: member, via: 'api' as const, operation: 'vault.open_account', input, traceId: newTraceId() }
  const { shown } = await dryRunAction(platform, asked)
  expect(JSON.stringify(shown)).not.toMatch(secrets)
})
