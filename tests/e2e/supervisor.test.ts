import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { beginSystem, type System, startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'

const healthy = async (system: System) => (await fetch(`${system.url}/api/health`)).ok

test('a second start on the same data says so in one line, exits 1 and disturbs nothing', async () => {
  const system = await startSystem()
  const second = await beginSystem({ again: system })
  expect(await second.exited).toBe(1)
  expect(second.output().trim()).toMatch(/^\S+ is in use by npm start \(process \d+\)\. Stop that one first, or set DATA_DIR.*$/)
  expect(await healthy(system)).toBe(true)
})

test('a child that dies comes back: web, worker and back office', async () => {
  const system = await startSystem()
  for (const role of ['worker', 'demo', 'web'] as const) {
    const before = system.pidOf(role)
    system.kill(role)
    await waitFor(() => system.pidOf(role) !== null && system.pidOf(role) !== before, { what: `a new ${role}` })
  }
  await waitFor(() => healthy(system), { within: 20_000, what: 'an answer of the page' })
  await waitFor(async () => (await fetch(`${system.demo.url}/openapi.json`)).ok, { what: 'an answer of the back office' })
})

test('a database that crashes comes back, and the page with it', async () => {
  const system = await startSystem()
  const { cluster } = JSON.parse(await readFile(join(system.dataDir, 'postgres.json'), 'utf8')) as { cluster: string }
  const pid = async () => Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])
  const before = await pid()
  process.kill(before, 'SIGKILL')
  await waitFor(async () => (await pid()) !== before, { within: 20_000, what: 'a new database' })
  await waitFor(() => healthy(system), { within: 20_000, what: 'an answer of the page' })
})

test('a killed supervisor: its processes end, the next start takes over the database and lets nobody wait', async () => {
  const killed = await startSystem()
  const pids = (['web', 'worker', 'demo'] as const).map((role) => killed.pidOf(role))
  killed.supervisor.kill('SIGKILL')
  const next = await startSystem({ again: killed })
  expect(next.output()).toContain('was still running, taken over')
  expect(await healthy(next)).toBe(true)
  for (const pid of pids) expect(() => process.kill(pid ?? 0, 0)).toThrow()
  await next.stop()
})

test('Ctrl-C ends everything within five seconds and leaves no process', async () => {
  const system = await startSystem()
  const pids = (['web', 'worker', 'demo'] as const).map((role) => system.pidOf(role))
  // An open event stream must not hold it up.
  const stream = await fetch(`${system.url}/api/v1/events`).catch(() => null)
  const began = performance.now()
  expect(await system.stop()).toBe(0)
  expect(performance.now() - began).toBeLessThan(5_000)
  await stream?.body?.cancel().catch(() => undefined)
  for (const pid of pids) expect(() => process.kill(pid ?? 0, 0)).toThrow()
  expect(await findRunningPostgres(system.dataDir)).toBeNull()
})
