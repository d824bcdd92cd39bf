import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { findFreePorts } from '../free-port.ts'

/** A Redis for tests that keeps nothing on disk: killed, it forgets everything. */
export interface RedisServer {
  url: string
  /** Null between `kill` and `start`. */
  pid(): number | null
  /** Ends it at once, as a crash would; `start` brings it back, empty, at the same address. */
  kill(): Promise<void>
  start(): Promise<void>
}

const programs = ['redis-server', 'valkey-server'] as const
export const noRedis = 'no redis-server or valkey-server on this machine'

/** The program of this machine that can be started, or null: then `noRedis` says why. */
export function findRedisProgram(): string | null {
  return programs.find((program) => isThere(program)) ?? null
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Starts one that only this machine reaches, on a free port or the one that is given. Null where there is none. */
export async function startRedisServer(given: {
  folder: string
  port?: number
  /** More words of its command line. */
  words?: readonly string[]
}): Promise<RedisServer | null> {
  const program = findRedisProgram()
  if (program === null) return null
  const { folder, port = await findFreePorts(), words = [] } = given
  mkdirSync(folder, { recursive: true })
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  // Ended with this process, whatever ends it short of a SIGKILL.
  const end = () => void child?.kill('SIGKILL')
  const start = async () => {
    process.once('exit', end)
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--loglevel', 'warning']
    child = spawn(program, [...own, '--save', '', '--appendonly', 'no', ...words], { stdio: 'ignore' })
    await once(child, 'spawn')
    await answers(url, child)
  }
  const kill = async () => {
    const ending = child
    child = null
    process.off('exit', end)
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill('SIGKILL')
    await gone
  }
  await start()
  return { url, pid: () => child?.pid ?? null, kill, start }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => undefined)
  const here = redis.ping().then(
    () => true,
    // One that asks for a password answers too.
    (error: Error) => /NOAUTH|WRONGPASS/.test(error.message),
  )
  const there = await Promise.race([here, once(child, 'exit').then(() => false), wait(15_000, false, { ref: false })])
  redis.disconnect()
  if (!there) throw new Error(`the Redis for tests at ${url} did not start`)
}
