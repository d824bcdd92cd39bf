import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'

export interface ChaosRedis {
  url: string
  /** Whether this run started the server, and so may kill it. */
  ours: boolean
  flush(): Promise<void>
  /** Kills it; it is back, empty, after half a second. */
  killAndRestart(): Promise<void>
  stop(): Promise<void>
}

/** Whether this machine has a `redis-server` of its own. */
export function hasRedisServer(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A server that keeps nothing on disk: killed, it forgets everything. */
export async function startRedis({ folder, port }: { folder: string; port: number }): Promise<ChaosRedis> {
  mkdirSync(folder, { recursive: true })
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let stopped = false
  const start = async () => {
    const words = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
      '--loglevel',
      'warning',
    ]
    child = spawn('redis-server', words, { stdio: 'ignore' })
    await once(child, 'spawn')
    await withRedis(url, (redis) => redis.ping())
  }
  const end = async () => {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill('SIGKILL')
    await gone
  }
  // Ended with this process, whatever ends it short of a SIGKILL.
  process.once('exit', () => child?.kill('SIGKILL'))
  await start()
  return {
    url,
    ours: true,
    flush: () => withRedis(url, (redis) => redis.flushall()),
    async killAndRestart() {
      await end()
      await wait(500)
      if (!stopped) await start()
    },
    async stop() {
      stopped = true
      await end()
    },
  }
}

/** Somebody else's server: only the database that the address names is flushed, and nothing is killed. */
export function borrowRedis(url: string): ChaosRedis {
  return {
    url,
    ours: false,
    flush: () => withRedis(url, (redis) => redis.flushdb()),
    killAndRestart: async () => undefined,
    stop: async () => undefined,
  }
}

async function withRedis(url: string, work: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 20, retryStrategy: () => 100 })
  redis.on('error', () => undefined)
  try {
    await work(redis)
  } finally {
    redis.disconnect()
  }
}
