import { createPlatform, type Platform, readEnv } from '#lib/platform/index.ts'
import { migrate } from '#lib/platform/migrate.ts'
import { loadEnvironment } from './environment.ts'
import { findRunningPostgres, startEmbeddedPostgres } from './postgres/embedded-postgres.ts'
import { seedAlways, seedDemo } from './seed.ts'
import { childEnvironments, type DatabaseUrls } from './supervisor/child-environments.ts'
import { lockDataDir } from './supervisor/data-lock.ts'
import { checkDatabase } from './supervisor/preflight.ts'
import { loadSecrets } from './supervisor/secrets-file.ts'

/** What a command gets besides the platform. */
export interface CommandFacts {
  /** Address of the database as the owner of its tables. */
  ownerUrl: string
  /** Whether the system was running already. */
  wasRunning: boolean
}

/**
 * Gives a command the platform, whether the system runs or not: with the embedded PostgreSQL down, it is started for
 * the time of `work` (and migrated and seeded like on any start), and stopped again. `what` names the command to others.
 * `asItIs`: neither migrated nor seeded, for who only looks.
 */
export async function withPlatform<T>(
  what: string,
  work: (platform: Platform, facts: CommandFacts) => Promise<T>,
  { asItIs = false }: { asItIs?: boolean } = {},
): Promise<T> {
  const environment = loadEnvironment()
  const { env } = environment
  const database = await openDatabase(environment.env, what)
  try {
    const secrets = await loadSecrets(env)
    const { prepare } = childEnvironments({ environment, secrets, urls: database.urls, dev: false })
    if (!database.wasRunning && !asItIs) await migrate({ ownerUrl: database.urls.owner, appUrl: database.urls.app })
    const platform = createPlatform(readEnv(prepare), 'command')
    try {
      if (!database.wasRunning && !asItIs) await (env.DEMO ? seedDemo(platform) : seedAlways(platform))
      return await work(platform, { ownerUrl: database.urls.owner, wasRunning: database.wasRunning })
    } finally {
      await platform.close()
    }
  } finally {
    await database.close()
  }
}

export interface OpenDatabase {
  urls: DatabaseUrls
  wasRunning: boolean
  close(): Promise<void>
}

/** The database as it is: not migrated, not seeded. Throws `conflict` while another command holds the data directory. */
export async function openDatabase(env: ReturnType<typeof readEnv>, what: string): Promise<OpenDatabase> {
  if (env.DATABASE_URL !== '') {
    await checkDatabase('DATABASE_URL', env.DATABASE_URL)
    const owner = env.DATABASE_OWNER_URL ?? env.DATABASE_URL
    // Whether the system runs cannot be seen from here, and migrating twice changes nothing.
    return { urls: { app: env.DATABASE_URL, owner }, wasRunning: false, close: async () => undefined }
  }
  const running = await findRunningPostgres(env.DATA_DIR)
  if (running !== null) return { urls: running, wasRunning: true, close: async () => undefined }
  const lock = await lockDataDir(env.DATA_DIR, what)
  try {
    process.stderr.write('  The system is not running: its database is started for a moment.\n')
    const postgres = await startEmbeddedPostgres({ dataDir: env.DATA_DIR })
    const close = async () => {
      await postgres.stop()
      await lock.release()
    }
    return { urls: postgres.urls, wasRunning: false, close }
  } catch (error) {
    await lock.release()
    throw error
  }
}
