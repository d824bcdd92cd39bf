import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { createPlatform, type Platform, type ProcessRole, readEnv } from '#lib/platform/index.ts'
import { publicKeysOf } from '#lib/platform/secrets.ts'
import { cleanUp } from './clean-up.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { type TestClock, testClock } from './test-clock.ts'
import { type TestDatabase, testDatabase } from './test-database.ts'

export interface TestPlatform extends Platform {
  clock: TestClock
  database: TestDatabase
}

export interface TestPlatformOptions {
  /** Default: a fresh one. Give two platforms the same to have two processes at one truth. */
  database?: TestDatabase
  /** `web` can seal but not open credentials. Default: worker. */
  role?: ProcessRole
  /** Variables on top of the test's own, as a person would set them. */
  variables?: Readonly<Record<string, string>>
  random?: () => number
}

/** One for all platforms of a run, so that two platforms on one database can open each other's credentials. */
const encryptionKey = randomBytes(32).toString('base64')

/** A real platform on a database of its own, with a clock that the test can move; closed when the test or file ends. */
export async function testPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const database = options.database ?? (await testDatabase())
  const folder = await temporaryFolder()
  const role = options.role ?? 'worker'
  const clock = testClock()
  const env = readEnv({
    DATABASE_URL: database.appUrl,
    DATA_DIR: folder.path,
    LOG_LEVEL: 'silent',
    // Each test's keys in it are its own, like its database.
    REDIS_URL: readEnv().REDIS_URL,
    AUTH_SECRET: encryptionKey,
    ...publicKeysOf(encryptionKey),
    ...(role === 'web' ? {} : { ENCRYPTION_KEY: encryptionKey }),
    ...options.variables,
  })
  const log = pino({ level: env.LOG_LEVEL })
  const platform = createPlatform(env, role, { clock, log, ...(options.random === undefined ? {} : { random: options.random }) })
  cleanUp(async () => {
    await platform.close()
    await folder.remove()
  })
  return { ...platform, clock, database }
}
