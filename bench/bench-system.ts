import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'
import { findFreePorts } from '#scripts/free-port.ts'
import { type LaunchedSystem, launchSystem } from '#scripts/launch-system.ts'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'

export interface BenchSystem {
  url: string
  dataDir: string
  /** Starts everything and waits for the banner. Answers the seconds from the start of the supervisor to it. */
  start(): Promise<number>
  /** Ends everything as Ctrl-C does; the data stay for the next start. */
  stop(): Promise<void>
  supervisorPid(): number
  /** A connection as the owner of the tables, closed when `work` ends. */
  withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  ownerUrl(): Promise<string>
  /** A key for the API that acts as the demo's member. */
  makeKey(): Promise<string>
  /** Ends everything and deletes the data. May be called at any time, and twice. */
  remove(): Promise<void>
}

/** A whole system of its own, on free ports, with its data in the temporary folder. */
export async function createBenchSystem(variables: Readonly<Record<string, string>>): Promise<BenchSystem> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
  // As root the database runs as another user, below this folder.
  await chmod(dataDir, 0o711)
  const port = await findFreePorts(3)
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const environment = childEnvironment({ ...unset, DATA_DIR: dataDir, PORT: String(port), DEMO_PORT: String(port + 1) })
  let running: LaunchedSystem | null = null
  let removed = false

  const stop = async () => {
    await running?.stop()
    running = null
  }
  const ownerUrl = async () => {
    const urls = await findRunningPostgres(dataDir)
    if (urls === null) throw new Error('the database of the benchmark does not run')
    return urls.owner
  }
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    async start() {
      if (removed) throw new Error('the benchmark was stopped')
      const began = performance.now()
      running = launchSystem({ dataDir, port, demoPort: port + 1, variables })
      await running.banner()
      return (performance.now() - began) / 1000
    },
    stop,
    supervisorPid: () => running?.supervisor.pid ?? 0,
    ownerUrl,
    async withDatabase(work) {
      const client = new pg.Client({ connectionString: await ownerUrl() })
      await client.connect()
      try {
        return await work(client)
      } finally {
        await client.end()
      }
    },
    async makeKey() {
      const flags = ['--disable-warning=ExperimentalWarning', resolve('scripts/commands/key.ts')]
      const words = ['--name', 'bench', '--owner', 'member@acme.test']
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...words], {
        env: environment as unknown as NodeJS.ProcessEnv,
      })
      return stdout.trim().split('\n').at(-1) ?? ''
    },
    async remove() {
      removed = true
      await stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
