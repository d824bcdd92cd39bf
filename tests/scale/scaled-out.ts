import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { createApiKey } from '#lib/people/index.ts'
import { childEnvironment, publicVariableNames, readEnv } from '#lib/platform/env.ts'
import { createPlatform } from '#lib/platform/index.ts'
import { findFreePorts } from '#scripts/free-port.ts'
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { childEnvironments } from '#scripts/supervisor/child-environments.ts'
import { createLogSink } from '#scripts/supervisor/log-sink.ts'
import { prepareDatabase } from '#scripts/supervisor/prepare-database.ts'
import { loadSecrets } from '#scripts/supervisor/secrets-file.ts'
import { createSteps } from '#scripts/supervisor/steps.ts'
import { type RedisServer, startRedisServer } from '#scripts/test/redis-server.ts'
import { processesOf } from '../../chaos/processes.ts'
import { type KeptProcess, keepProcess } from '../../chaos/second-worker.ts'
import { cleanUp } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { waitFor } from '../support/wait-for.ts'

export type ProcessName = 'web 1' | 'web 2' | 'worker 1' | 'worker 2' | 'worker 3'

/** Two web processes and three workers on one PostgreSQL, and on one Redis where this machine has one. */
export interface ScaledOut {
  urls: readonly [string, string]
  demoUrl: string
  keys: { member: string; approver: string; auditor: string }
  redis: RedisServer | null
  processes: ReadonlyMap<ProcessName, KeptProcess>
  withDatabase<T>(role: 'owner' | 'app' | 'admin', work: (client: pg.Client) => Promise<T>): Promise<T>
  healthy(url: string): Promise<boolean>
  /** Ends everything in order, and answers what is left running after it. */
  stop(): Promise<{ exitCode: number | null; left: string[] }>
}

/** Starts each process by its own command line, as the supervisor would, and waits until all of them are there. */
export async function startScaledOut(): Promise<ScaledOut> {
  const folder = await temporaryFolder()
  const dataDir = folder.path
  mkdirSync(join(dataDir, 'logs'))
  const port = await findFreePorts(5)
  const redis = await startRedisServer({ folder: join(dataDir, 'redis'), port: port + 4 })
  const postgres = await startEmbeddedPostgres({ dataDir })
  const kept = new Map<string, KeptProcess>()
  const stop = async () => {
    const codes = await Promise.all([...kept.values()].map((each) => each.stop()))
    kept.clear()
    await redis?.kill()
    await postgres.stop()
    // Null is one that had to be killed: it is no clean end either.
    const [exitCode = 0] = codes.filter((code) => code !== 0)
    return { exitCode, left: processesOf(dataDir).map(({ pid, command }) => `${pid} ${command}`) }
  }
  cleanUp(async () => {
    await stop()
    await folder.remove()
  })

  const environments = await environmentsOf({ dataDir, port, redis, urls: postgres.urls })
  const log = createLogSink(dataDir, { terminal: true, write: () => undefined })
  const steps = createSteps(() => undefined, false)
  await prepareDatabase({ environment: environments.prepare, steps, log, signal: new AbortController().signal })
  const keep = (name: string, role: 'web' | 'worker' | 'demo', script: string, changes: Record<string, string> = {}) =>
    kept.set(
      name,
      keepProcess({
        environment: async () => ({ ...environments[role], ...changes }),
        script,
        role,
        logFile: join(dataDir, `logs/${name.replace(' ', '-')}.log`),
      }),
    )
  keep('demo', 'demo', 'demo/main.ts')
  for (const [index, name] of (['web 1', 'web 2'] as const).entries())
    keep(name, 'web', 'scripts/run/web.ts', { PORT: String(port + index) })
  for (const name of ['worker 1', 'worker 2', 'worker 3'] as const) keep(name, 'worker', 'workers/main.ts')

  const urls = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`] as const
  const demoUrl = `http://127.0.0.1:${port + 2}`
  const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok
  const healthy = (url: string) => answers(`${url}/api/health`).catch(() => false)
  for (const url of urls) await waitFor(() => healthy(url), { within: 60_000, what: `an answer of ${url}` })
  await waitFor(() => answers(`${demoUrl}/openapi.json`), { within: 60_000, what: 'the back office' })
  const processes = new Map([...kept].filter(([name]) => name !== 'demo') as [ProcessName, KeptProcess][])
  const withDatabase: ScaledOut['withDatabase'] = async (role, work) => {
    const client = new pg.Client({ connectionString: postgres.urls[role], connectionTimeoutMillis: 5_000 })
    client.on('error', () => undefined)
    await client.connect()
    return work(client).finally(() => client.end().catch(() => undefined))
  }
  return { urls, demoUrl, keys: await makeKeys(environments.prepare), redis, processes, withDatabase, healthy, stop }
}

/** What all of them share: both addresses and both secrets. */
async function environmentsOf(given: {
  dataDir: string
  port: number
  redis: RedisServer | null
  urls: { owner: string; app: string }
}): Promise<ReturnType<typeof childEnvironments>> {
  const { dataDir, port, redis, urls } = given
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const own = { DATA_DIR: dataDir, PORT: String(port), DEMO_PORT: String(port + 2), LOG_LEVEL: 'warn' }
  const variables = childEnvironment({ ...unset, ...own, REDIS_URL: redis?.url })
  const env = readEnv(variables)
  return childEnvironments({ environment: { env, variables }, secrets: await loadSecrets(env), urls, dev: false })
}

async function makeKeys(environment: Record<string, string>): Promise<ScaledOut['keys']> {
  const platform = createPlatform(readEnv(environment), 'command')
  const make = async (person: string, scopes: 'decide'[]) => {
    const given = { name: `scale ${person}`, ownerEmail: `${person}@acme.test`, scopes, actor: { kind: 'system', id: null } as const }
    return (await createApiKey(platform, given)).key
  }
  try {
    return { member: await make('member', []), approver: await make('approver', ['decide']), auditor: await make('auditor', []) }
  } finally {
    await platform.close()
  }
}
