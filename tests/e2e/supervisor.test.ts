import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { beginSystem, type System, startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { signIn } from './client.ts'

const healthy = async (system: System) => (await fetch(`${system.url}/api/health`)).ok
const roles = ['web', 'worker', 'demo'] as const

/** What a data directory remembers about its database. */
async function stateOf({ dataDir }: System): Promise<{ path: string; cluster: string; passwords: Record<string, string> }> {
  const path = join(dataDir, 'postgres.json')
  return { path, ...JSON.parse(await readFile(path, 'utf8')) }
}

async function postmasterOf(cluster: string): Promise<number | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  return Number(text.split('\n')[0]) || null
}

function isGone(pid: number | null): boolean {
  try {
    process.kill(pid ?? 0, 0)
    return false
  } catch {
    return true
  }
}

test('a second start on the same data says so in one line, exits 1 and disturbs nothing', async () => {
  const system = await startSystem()
  const second = await beginSystem({ again: system })
  expect(await second.exited).toBe(1)
  expect(second.output().trim()).toMatch(/^\S+ is in use by npm start \(process \d+\)\. Stop that one first, or set DATA_DIR.*$/)
  await waitFor(() => healthy(system), { what: 'an answer of the page' })
})

test('a child that dies comes back: web, worker and back office', async () => {
  const system = await startSystem()
  for (const role of roles) {
    const before = system.pidOf(role)
    system.kill(role)
    await waitFor(() => system.pidOf(role) !== null && system.pidOf(role) !== before, { what: `a new ${role}` })
  }
  await waitFor(() => healthy(system), { within: 20_000, what: 'an answer of the page' })
  await waitFor(async () => (await fetch(`${system.demo.url}/openapi.json`)).ok, { what: 'an answer of the back office' })
})

test('a database that crashes comes back, and the page with it', async () => {
  const system = await startSystem()
  const { cluster } = await stateOf(system)
  const before = await postmasterOf(cluster)
  process.kill(before ?? 0, 'SIGKILL')
  await waitFor(async () => ![before, null].includes(await postmasterOf(cluster)), { within: 20_000, what: 'a new database' })
  await waitFor(() => healthy(system), { within: 20_000, what: 'an answer of the page' })
})

test('a killed supervisor: its processes end, the next start takes over the database and lets nobody wait', async () => {
  const killed = await startSystem()
  const pids = roles.map((role) => killed.pidOf(role))
  killed.supervisor.kill('SIGKILL')
  const next = await startSystem({ again: killed })
  expect(next.output()).toContain('was still running, taken over')
  await waitFor(() => healthy(next), { what: 'an answer of the page' })
  await waitFor(() => pids.every(isGone), { what: 'the end of its processes' })
  await next.stop()
})

test('Ctrl-C ends everything and leaves no process; an open event stream does not hold it up', async () => {
  const system = await startSystem()
  const pids = roles.map((role) => system.pidOf(role))
  const cookie = (await signIn(system.url, 'member')).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const stream = await fetch(`${system.url}/api/v1/events`, { headers: { cookie } })
  expect(stream.status).toBe(200)
  const began = performance.now()
  expect(await system.stop()).toBe(0)
  // Its own patience is five seconds; a busy machine gets ten.
  expect(performance.now() - began).toBeLessThan(10_000)
  await stream.body?.cancel().catch(() => undefined)
  expect(pids.filter((pid) => !isGone(pid))).toEqual([])
  expect(await findRunningPostgres(system.dataDir)).toBeNull()
})

test('Ctrl-C ends a start whose database does not answer yet, and the database with it', async () => {
  const system = await startSystem()
  await system.stop()
  const { path, ...state } = await stateOf(system)
  // With a password that is not its own, nobody is ever answered.
  await writeFile(path, JSON.stringify({ ...state, passwords: { ...state.passwords, admin: 'not its own' } }))
  const begun = await beginSystem({ again: system })
  const postgres = await waitFor(() => postmasterOf(state.cluster), { what: 'a database that starts' })
  expect(await begun.stop()).toBe(0)
  expect(isGone(postgres)).toBe(true)
})
