import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import {
  addConnection,
  confirmAsDeclared,
  confirmOperation,
  documentErrand,
  fetchByWorker,
  listConnections,
  proposedOperations,
} from '#lib/connectors/index.ts'
import { answerErrand, askWorker } from '#lib/platform/index.ts'
import { cleanUp } from '../support/clean-up.ts'
import { testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

const garden = readFileSync(new URL('../fixtures/garden-openapi.yaml', import.meta.url), 'utf8')
const actor = { kind: 'system', id: null } as const
const worker = await testPlatform()
const web = await testPlatform({ database: worker.database, role: 'web' })

/** Answers the next errand as a worker does. */
async function work(): Promise<void> {
  const errand = await waitFor(() => worker.db.errand.findFirst(), { within: 5_000, what: 'the errand' })
  await answerErrand(worker, errand.id, { document: documentErrand })
}

test('the web process gets a document without touching the network itself', async () => {
  const server = createServer((_request, response) => response.end(garden))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`
  const [document] = await Promise.all([fetchByWorker(web, url, { allowPrivate: true }), work()])
  expect(document).toBe(garden)
  const refused = fetchByWorker(web, url, { allowPrivate: false })
  await Promise.all([expect(refused).rejects.toMatchObject({ code: 'invalid' }), work()])
  expect(await web.db.errand.count()).toBe(0)
})

test('an answer whose hint was lost is found all the same, and one that never comes is said in time', async () => {
  const asking = fetchByWorker(web, 'https://garden.example/openapi.yaml', { allowPrivate: false })
  const errand = await waitFor(() => worker.db.errand.findFirst(), { within: 5_000, what: 'the errand' })
  await worker.db.errand.update({ where: { id: errand.id }, data: { answer: garden } })
  expect(await asking).toBe(garden)
  await expect(askWorker(web, { kind: 'document', question: {}, ms: 50 })).rejects.toMatchObject({ code: 'unavailable' })
  expect(await web.db.errand.count()).toBe(0)
})

test('“as declared” confirms what the document says, and nothing that was confirmed otherwise before', async () => {
  const { connection } = await addConnection(web, { name: 'garden', document: garden, baseUrl: 'https://garden.example', actor })
  const proposed = await proposedOperations(web, { connectionId: connection.id })
  expect(proposed.length).toBeGreaterThan(5)
  const [mine, ...rest] = proposed
  if (mine === undefined) throw new Error('nothing was proposed')
  const said = { effect: mine.effect === 'write' ? 'irreversible' : 'write', repeat: 'harmless' } as const
  await confirmOperation(web, { connectionId: connection.id, name: mine.name, ...said, actor })
  expect(await confirmAsDeclared(web, { connectionId: connection.id, actor })).toBe(rest.length)
  expect(await confirmAsDeclared(web, { connectionId: connection.id, actor })).toBe(0)
  const [listed] = await listConnections(web)
  expect(listed?.unconfirmed).toBe(0)
  for (const { name, effect, repeat } of [{ name: mine.name, ...said }, ...rest]) {
    const stored = await web.db.connectionOperation.findFirst({ where: { name } })
    expect(stored, name).toMatchObject({ effect, repeat, confirmed: true })
  }
  await expect(confirmAsDeclared(web, { connectionId: web.ids(), actor })).rejects.toMatchObject({ code: 'not_found' })
})
