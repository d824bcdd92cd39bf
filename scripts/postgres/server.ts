import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { AppError } from '#lib/core/index.ts'
import { type Account, runAs } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { ClusterState } from './cluster.ts'

/** A running server, our child or one that an earlier parent left behind. */
export interface RunningServer {
  pid: number
  port: number
  takenOver: boolean
  /** Settles when the process is gone, for whatever reason. */
  exited: Promise<void>
}

/** One that ends is noticed at once; one that recovers from a crash may take minutes. */
const startSeconds = 600
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const

/** Settings for a machine of two cores and several processes of ours. `durable: false` is for tests: fast, not crash-safe. */
function settings(durable: boolean): string[] {
  const values = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '192MB',
    work_mem: '8MB',
    max_wal_size: '1GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    io_method: 'sync',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_line_prefix: '%m [%p] ',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

export function adminUrl(state: ClusterState, port: number, database = 'postgres'): string {
  return `postgresql://postgres:${state.passwords.admin}@127.0.0.1:${port}/${database}`
}

/**
 * The server that an earlier parent left running on this cluster, once it answers; null when there is none. `clears`: what would be in
 * the way of a start is ended or taken away; without it, one only looks.
 */
export async function findRunningServer(state: ClusterState, { clears = true } = {}): Promise<RunningServer | null> {
  const pidFile = join(state.cluster, 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  if (!pid) return null
  if (!isAlive(pid) || !commandOf(pid).includes('postgres')) {
    // The number belongs to nobody, or to somebody else by now: PostgreSQL would refuse to start because of it.
    if (clears) await rm(pidFile, { force: true })
    return null
  }
  for (let tries = 0; tries < 50 && isAlive(pid); tries++) {
    if (port && (await serves(state, port))) return { pid, port, takenOver: true, exited: goneOf(pid, pidFile) }
    await wait(100)
  }
  if (!clears) return null
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
  for (let tries = 0; tries < 50 && isAlive(pid); tries++) await wait(100)
  return null
}

/**
 * Starts a server and waits until it answers. Throws AppError 'unavailable' with the last line of its log; also when this process is
 * told to end meanwhile, and the server is gone then.
 */
export async function startServer(given: {
  state: ClusterState
  binaries: Binaries
  account: Account | null
  logFile: string
  durable: boolean
}): Promise<RunningServer> {
  const { state, binaries, account, logFile, durable } = given
  mkdirSync(join(logFile, '..'), { recursive: true, mode: 0o700 })
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(binaries.postgres, ['-D', state.cluster, '-p', String(state.port), ...settings(durable)], {
    ...runAs(account),
    // A session of its own: a Ctrl-C in the terminal must not end the database before those who still write to it.
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const exited = goneChild(child)
  let over = false
  const end = () => {
    over = true
  }
  void exited.then(end)
  for (const ending of endings) process.once(ending, end)
  try {
    for (const until = Date.now() + startSeconds * 1000; Date.now() < until && !over; ) {
      if ((await serves(state, state.port)) && !over) {
        child.unref()
        return { pid: child.pid ?? 0, port: state.port, takenOver: false, exited }
      }
      await wait(25)
    }
  } finally {
    for (const ending of endings) process.off(ending, end)
  }
  child.kill('SIGQUIT')
  await exited
  throw new AppError('unavailable', `The embedded PostgreSQL did not start: ${await lastLine(logFile)} (its log: ${logFile})`)
}

/** A fast shutdown: open transactions are rolled back, everything is on disk. Past `patienceMs` the hard way. */
export async function stopServer(server: RunningServer, patienceMs = 4_000): Promise<void> {
  if (!isAlive(server.pid)) return
  process.kill(server.pid, 'SIGINT')
  const late = setTimeout(() => isAlive(server.pid) && process.kill(server.pid, 'SIGQUIT'), patienceMs)
  // The child alone does not keep this process waiting.
  const waiting = setInterval(() => undefined, 1_000)
  await server.exited
  clearInterval(waiting)
  clearTimeout(late)
}

/** Whether the server on `port` is this cluster's own, and answers. */
async function serves(state: ClusterState, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl(state, port), connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === state.cluster
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function commandOf(pid: number): string {
  try {
    const line = execFileSync('ps', ['-o', 'stat=', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
    // A process that has ended, but that nobody waited for, still has its number.
    return line.startsWith('Z') ? '' : line
  } catch {
    return ''
  }
}

async function goneChild(child: ChildProcess): Promise<void> {
  await Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined)
}

/** Somebody else's child cannot be waited for, only looked at: it takes its file away as the last thing that it does. */
async function goneOf(pid: number, pidFile: string): Promise<void> {
  while (isAlive(pid) && (await readFile(pidFile, 'utf8').catch(() => '')).startsWith(`${pid}\n`))
    await wait(200, undefined, { ref: false })
}

async function lastLine(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n')
  return lines.findLast((line) => /FATAL|PANIC|ERROR/.test(line)) ?? lines.at(-1) ?? 'it said nothing'
}
