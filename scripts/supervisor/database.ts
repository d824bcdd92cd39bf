import { setTimeout as wait } from 'node:timers/promises'
import type { Env } from '#lib/platform/env.ts'
import { startEmbeddedPostgres } from '../postgres/embedded-postgres.ts'
import type { DatabaseUrls } from './child-environments.ts'
import type { LogSink } from './log-sink.ts'
import { checkDatabase } from './preflight.ts'

export interface SupervisedDatabase {
  /** The addresses as they are now. */
  urls(): DatabaseUrls
  /** The embedded cluster's folder; null for a PostgreSQL of one's own. */
  cluster: string | null
  takenOver: boolean
  stop(): Promise<void>
}

const firstPauseMs = 500
const longestPauseMs = 5_000
const soundAfterMs = 10_000

/** A PostgreSQL of one's own is only checked; the embedded one is started, and again whenever it ends. */
export async function superviseDatabase(env: Env, log: LogSink, onMoved: () => void): Promise<SupervisedDatabase> {
  if (env.DATABASE_URL !== '') {
    await checkDatabase('DATABASE_URL', env.DATABASE_URL)
    const owner = env.DATABASE_OWNER_URL ?? env.DATABASE_URL
    if (owner !== env.DATABASE_URL) await checkDatabase('DATABASE_OWNER_URL', owner)
    return { urls: () => ({ app: env.DATABASE_URL, owner }), cluster: null, takenOver: false, stop: async () => undefined }
  }

  let server = await startEmbeddedPostgres({ dataDir: env.DATA_DIR })
  const { cluster, takenOver } = server
  const stopping = new AbortController()
  const { signal } = stopping
  const watch = async () => {
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      const began = performance.now()
      await server.exited
      if (signal.aborted) return
      if (performance.now() - began > soundAfterMs) pauseMs = firstPauseMs
      log.say('database', 40, `PostgreSQL ended, starts again in ${(pauseMs / 1000).toFixed(1)} s`)
      await wait(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      if (signal.aborted) return
      const before = server.urls.app
      server = await startEmbeddedPostgres({ dataDir: env.DATA_DIR }).catch((error: Error) => {
        log.say('database', 50, error.message)
        return server
      })
      if (server.urls.app !== before) onMoved()
    }
  }
  const watching = watch()
  return {
    urls: () => server.urls,
    cluster,
    takenOver,
    async stop() {
      stopping.abort()
      await server.stop()
      // One that was just being started again is the last to stop.
      await watching
      await server.stop()
    },
  }
}
