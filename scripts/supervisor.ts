import { watch } from 'node:fs'
import { demoPassword, demoPeople } from '#demo/organisation.ts'
import { AppError } from '#lib/core/index.ts'
import { loadEnvironment } from './environment.ts'
import { bannerText } from './supervisor/banner.ts'
import { childEnvironments } from './supervisor/child-environments.ts'
import { type DataLock, lockDataDir } from './supervisor/data-lock.ts'
import { type SupervisedDatabase, superviseDatabase } from './supervisor/database.ts'
import { killOnRequest } from './supervisor/kill-on-request.ts'
import { createLogSink } from './supervisor/log-sink.ts'
import { buildIsStale, buildPages } from './supervisor/page-build.ts'
import { checkDisk, checkPorts } from './supervisor/preflight.ts'
import { prepareDatabase } from './supervisor/prepare-database.ts'
import { loadSecrets } from './supervisor/secrets-file.ts'
import { createSteps } from './supervisor/steps.ts'
import { type SupervisedChild, superviseChild } from './supervisor/supervised-child.ts'

const began = performance.now()
const dev = process.argv.includes('--dev')
const terminal = process.stdout.isTTY === true
const write = (text: string) => void process.stdout.write(text)
const aborted = new AbortController()

let lock: DataLock | null = null
let database: Promise<SupervisedDatabase> | null = null
const children: SupervisedChild[] = []

/** What is left open when a terminal is gone must not end us before the database is down. */
process.stdout.on('error', () => undefined)
process.stderr.on('error', () => undefined)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0))
process.on('disconnect', () => void stop(0))

try {
  await start()
} catch (error) {
  if (!aborted.signal.aborted) {
    process.stderr.write(`\n${explain(error)}\n`)
    await stop(1)
  }
}

async function start(): Promise<void> {
  const environment = loadEnvironment()
  const { env } = environment
  // Whatever any of us writes is for this user alone.
  process.umask(0o077)
  lock = await lockDataDir(env.DATA_DIR, dev ? 'npm run dev' : 'npm start')
  await checkDisk(env.DATA_DIR)
  // The children of a supervisor that was killed end by themselves, but not in no time.
  await checkPorts(env, lock.wasStale ? 5_000 : 0)
  const log = createLogSink(env.DATA_DIR, { terminal, write })
  const steps = createSteps(write, terminal)
  const secrets = await loadSecrets(env)

  database = superviseDatabase(env, log, () => {
    for (const child of children) child.restart()
  })
  const postgres = await steps.run('Starting the database', () => database as Promise<SupervisedDatabase>)
  const environments = () => childEnvironments({ environment, secrets, urls: postgres.urls(), dev })
  const prepared = await prepareDatabase({ environment: environments().prepare, steps, log, signal: aborted.signal })
  if (!dev && buildIsStale()) {
    await steps.run('Building the pages', () => buildPages({ environment: environments().build, log, signal: aborted.signal }))
  }
  if (aborted.signal.aborted) return

  const health = `http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}/api/health`
  const answers = async () => (await fetch(health, { signal: AbortSignal.timeout(2_000) })).ok
  children.push(
    superviseChild({
      role: 'web',
      script: 'scripts/run/web.ts',
      flags: dev ? ['--dev'] : [],
      environment: () => environments().web,
      answers,
      log,
    }),
    superviseChild({ role: 'worker', script: 'workers/main.ts', environment: () => environments().worker, log }),
  )
  if (env.DEMO) {
    const onMessage = killOnRequest(() => children.find(({ role }) => role === 'worker'), log)
    children.push(superviseChild({ role: 'demo', script: 'demo/main.ts', environment: () => environments().demo, onMessage, log }))
  }
  await steps.run('Starting web, worker and back office', async () => {
    await Promise.all(children.map(({ ready }) => ready))
  })
  if (aborted.signal.aborted) return
  if (dev) restartOnChange()
  const signIns = env.DEMO ? { emails: demoPeople.map(({ email }) => email), password: demoPassword } : null
  const seconds = (performance.now() - began) / 1000
  write(bannerText({ env, seconds, ...postgres, ...prepared, signIns, dev }))
}

/** Ends everything, in order, within five seconds; a second call changes nothing. */
async function stop(code: number): Promise<void> {
  if (aborted.signal.aborted) return
  aborted.abort()
  if (terminal) write('\n  Stopping …')
  await Promise.all(children.map((child) => child.stop(3_000)))
  await (await database?.catch(() => null))?.stop()
  await lock?.release()
  if (terminal) write(' stopped.\n')
  process.exit(code)
}

/** Next reloads the pages by itself; the other processes start again when their sources change. */
function restartOnChange(): void {
  const timers = new Map<string, NodeJS.Timeout>()
  for (const [folder, role] of [
    ['lib', 'worker'],
    ['workers', 'worker'],
    ['demo', 'demo'],
  ] as const) {
    watch(folder, { recursive: true }, (_, file) => {
      if (!file?.endsWith('.ts') || file.endsWith('.test.ts')) return
      clearTimeout(timers.get(role))
      timers.set(
        role,
        setTimeout(() => children.find((child) => child.role === role)?.restart(), 200),
      )
    })
  }
}

function explain(error: unknown): string {
  if (error instanceof AppError) return error.message
  const { code, message, stack } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return 'The disk is full. Make room, or set DATA_DIR to a folder elsewhere.'
  if (code === 'EACCES' || code === 'EROFS') return `This user may not write there: ${message}. Set DATA_DIR to a folder that is yours.`
  return stack ?? message
}
