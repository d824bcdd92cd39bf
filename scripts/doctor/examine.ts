import { isAppError } from '#lib/core/index.ts'
import type { Env } from '#lib/platform/env.ts'
import { isDatabaseAway, type Platform } from '#lib/platform/index.ts'
import { readState } from '../postgres/cluster.ts'
import { type CommandFacts, withPlatform } from '../with-platform.ts'
import { type DoctorFigures, localUrl, lookAtDatabase, lookAtDisk, lookAtPage, lookAtWork } from './figures.ts'
import { type Finding, findingsOf, wrong } from './findings.ts'
import { mend } from './mend.ts'

export interface Examination {
  findings: Finding[]
  /** What was mended, one line each; null: nobody asked. */
  mended: string[] | null
}

/** Looks at everything, and mends first if asked to. A database that is away is a finding, like all else. Changes nothing by looking. */
export async function examine(env: Env, { mend: mends }: { mend: boolean }): Promise<Examination> {
  const page = await lookAtPage(localUrl(env))
  const start = 'Start it: npm start.'
  if (env.DATABASE_URL === '' && (await readState(env.DATA_DIR)) === null)
    return { findings: [wrong('page', `nothing was ever started in ${env.DATA_DIR}`, start)], mended: null }
  try {
    return await withPlatform('npm run doctor', (platform, facts) => examineAll(platform, facts, { page, mends }), { asItIs: true })
  } catch (error) {
    if (!isAppError(error, 'unavailable') && !isDatabaseAway(error)) throw error
    return { findings: [wrong('database', (error as Error).message, 'Bring the database back, then look again.')], mended: null }
  }
}

async function examineAll(
  platform: Platform,
  { ownerUrl }: CommandFacts,
  { page, mends }: { page: DoctorFigures['page']; mends: boolean },
): Promise<Examination> {
  const [disk, database] = await Promise.all([lookAtDisk(platform.env.DATA_DIR), lookAtDatabase(platform, ownerUrl)])
  const current = database.unapplied.length === 0
  const mended = mends && current ? await mend(platform) : null
  const work = current ? await lookAtWork(platform) : null
  return { findings: findingsOf({ page, disk, database, work }), mended }
}
