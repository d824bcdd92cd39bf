import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { createApiKey } from '#lib/people/index.ts'
import { childEnvironment, publicVariableNames, readEnv } from '#lib/platform/env.ts'
import { createPlatform } from '#lib/platform/index.ts'
import { findFreePorts } from '#scripts/free-port.ts'
import { type LaunchedSystem, launchSystem } from '#scripts/launch-system.ts'
import { readState } from '#scripts/postgres/cluster.ts'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { childEnvironments } from '#scripts/supervisor/child-environments.ts'
import { loadSecrets } from '#scripts/supervisor/secrets-file.ts'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import type { QueueOn, WorkerNumber } from './plan.ts'
import { isAlive, processesOf } from './processes.ts'
import { borrowRedis, type ChaosRedis, startRedis } from './redis.ts'
import { type SecondWorker, startSecondWorker } from './second-worker.ts'

export interface ChaosSystem {
  url: string
  demoUrl: string
  dataDir: string
  redis: ChaosRedis | null
  /** Cuts every connection between the workers and the back office, mails too. Answers how many there were. */
  cutOutside(): number
  keys: { member: string; approver: string; auditor: string }
  pid(process: 'web' | 'postgres' | WorkerNumber): Promise<number | null>
  /** A connection to its database as the owner of the tables, or as the application, closed when `work` ends. */
  withDatabase<T>(role: 'owner' | 'app', work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Everything that it wrote. */
  output(): string
  /** Ends everything as Ctrl-C does and answers what is left running after it. */
  stop(): Promise<{ exitCode: number | null; left: string[] }>
  /** Kills what is left and deletes the data. May be called at any time, and twice. */
  remove(): Promise<void>
}

/** A whole system of its own: the supervisor's processes, a second worker, and for `redis` a Redis of its own or the one at `redisUrl`. Answers when all of it is ready. */
export async function startChaosSystem({
  queue,
  redisUrl,
  signal,
}: {
  queue: QueueOn
  redisUrl: string | undefined
  /** Ends a start that is under way. */
  signal: AbortSignal | undefined
}): Promise<ChaosSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-chaos-'))
  // As root the database runs as another user, below this folder.
  await chmod(dataDir, 0o711)
  const port = await findFreePorts(6)
  let redis: ChaosRedis | null = null
  if (queue === 'redis')
    redis = redisUrl !== undefined ? borrowRedis(redisUrl) : await startRedis({ folder: join(dataDir, 'redis'), port: port + 3 })
  const [http, smtp] = [port + 4, port + 5]
  const own = { LOG_LEVEL: 'warn', REDIS_URL: redis?.url ?? '', SMTP_URL: `smtp://127.0.0.1:${smtp}` }
  const launched = launchSystem({ dataDir, port, demoPort: port + 1, variables: own })
  const parts: Parts = { dataDir, launched, redis, second: null, proxies: [], environments: environmentsOf({ dataDir, port, own }) }
  const giveUp = () => void launched.stop()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    parts.proxies.push(await startCuttingProxy({ port: http, target: port + 1 }), await startCuttingProxy({ port: smtp, target: port + 2 }))
    await launched.banner()
    await withDatabase(dataDir, 'owner', (client) => client.query(throughProxy, [`http://127.0.0.1:${http}`, `127.0.0.1:${http}`]))
    const keys = await makeKeys(parts)
    parts.second = startSecondWorker({ environment: async () => (await parts.environments()).worker, dataDir })
    return systemOf(parts, keys)
  } catch (error) {
    await remove(parts)
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

interface Parts {
  dataDir: string
  launched: LaunchedSystem
  redis: ChaosRedis | null
  second: SecondWorker | null
  /** Between the workers and the back office: for HTTP, for mails. */
  proxies: CuttingProxy[]
  environments: () => Promise<ReturnType<typeof childEnvironments>>
}

function systemOf(parts: Parts, keys: ChaosSystem['keys']): ChaosSystem {
  const { launched, dataDir, redis } = parts
  const stop = async () => {
    await parts.second?.stop()
    const exitCode = await launched.stop()
    await redis?.stop()
    await Promise.all(parts.proxies.splice(0).map((proxy) => proxy.close()))
    return { exitCode, left: processesOf(dataDir).map(({ pid, command }) => `${pid} ${command}`) }
  }
  return {
    url: launched.url,
    demoUrl: launched.demoUrl,
    dataDir,
    redis,
    keys,
    async pid(which) {
      if (which === 'postgres') return postmasterPid(dataDir)
      return which === 1 ? (parts.second?.pid() ?? null) : launched.pidOf(which === 0 ? 'worker' : which)
    },
    cutOutside: () => parts.proxies.reduce((sum, proxy) => sum + proxy.cut(), 0),
    withDatabase: (role, work) => withDatabase(dataDir, role, work),
    output: () => launched.output(),
    stop,
    remove: () => remove(parts),
  }
}

/** The demo's connections reach the back office by way of the proxy. They are as new as the system: no action has used them yet. */
const throughProxy = `
  update connection set "baseUrl" = $1, settings = settings || jsonb_build_object('allowedHosts', jsonb_build_array($2::text)),
    revision = revision + 1, "updatedAt" = now() where "baseUrl" is not null`

async function withDatabase<T>(dataDir: string, role: 'owner' | 'app', work: (client: pg.Client) => Promise<T>): Promise<T> {
  const urls = await findRunningPostgres(dataDir)
  if (urls === null) throw new Error('the database does not run just now')
  const client = new pg.Client({ connectionString: urls[role], connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What the supervisor tells its children, made in the same way from the same variables. */
function environmentsOf({ dataDir, port, own }: { dataDir: string; port: number; own: Record<string, string> }): Parts['environments'] {
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const variables = childEnvironment({ ...unset, ...own, DATA_DIR: dataDir, PORT: String(port), DEMO_PORT: String(port + 1) })
  const env = readEnv(variables)
  return async () => {
    const urls = await findRunningPostgres(dataDir)
    if (urls === null) throw new Error('the database does not run just now')
    return childEnvironments({ environment: { env, variables }, secrets: await loadSecrets(env), urls, dev: false })
  }
}

async function makeKeys({ environments }: Parts): Promise<ChaosSystem['keys']> {
  const platform = createPlatform(readEnv((await environments()).prepare), 'command')
  const make = async (person: string, scopes: 'decide'[]) => {
    const given = { name: `chaos ${person}`, ownerEmail: `${person}@acme.test`, scopes, actor: { kind: 'system', id: null } as const }
    return (await createApiKey(platform, given)).key
  }
  try {
    return { member: await make('member', []), approver: await make('approver', ['decide']), auditor: await make('auditor', []) }
  } finally {
    await platform.close()
  }
}

async function postmasterPid(dataDir: string): Promise<number | null> {
  const state = await readState(dataDir)
  const text = state === null ? '' : await readFile(join(state.cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return pid > 0 && isAlive(pid) ? pid : null
}

async function remove({ launched, second, redis, proxies, dataDir }: Parts): Promise<void> {
  await second?.stop()
  await launched.stop()
  await redis?.stop()
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
  for (const { pid } of processesOf(dataDir)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Gone meanwhile.
    }
  }
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
}
