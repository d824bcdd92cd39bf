import { AppError } from '#lib/core/index.ts'
import type { Database, Platform, Tx } from '#lib/platform/index.ts'
import { type PolicyView, policyViews } from './policy-view.ts'
import { type Policy, rulesSchema } from './rule.ts'

/** The policy as it is now, for a verdict. Throws `internal` where there is none: without rules nothing may be decided. */
export async function currentPolicy({ db }: { db: Platform['db'] | Tx }): Promise<Policy> {
  const { version, rules } = await newestVersion(db)
  return { version, rules: rulesSchema.parse(rules) }
}

/** The policy as it is now, with its tests and who changed it. */
export async function currentPolicyView({ db }: { db: Platform['db'] | Tx }): Promise<PolicyView> {
  const [view] = await policyViews(db, [await newestVersion(db)])
  if (view === undefined) throw noPolicy()
  return view
}

/** One version of the policy. Throws `not_found`. */
export async function policyVersionView({ db }: { db: Platform['db'] | Tx }, version: number): Promise<PolicyView> {
  const stored = await db.policyVersion.findUnique({ where: { version } })
  const [view] = stored === null ? [] : await policyViews(db, [stored])
  if (view === undefined) throw new AppError('not_found', `There is no version ${version} of the policy.`)
  return view
}

/** Versions, newest first; `before` goes on after an earlier answer. `limit` is 1 to 200. */
export async function listPolicyVersions(
  { db }: Pick<Platform, 'db'>,
  { limit = 50, before }: { limit?: number; before?: number } = {},
): Promise<PolicyView[]> {
  const stored = await db.policyVersion.findMany({
    ...(before === undefined ? {} : { where: { version: { lt: before } } }),
    orderBy: { version: 'desc' },
    take: Math.min(Math.max(limit, 1), 200),
  })
  return policyViews(db, stored)
}

async function newestVersion(db: Database | Tx) {
  const stored = await db.policyVersion.findFirst({ orderBy: { version: 'desc' } })
  if (stored === null) throw noPolicy()
  return stored
}

function noPolicy(): AppError {
  return new AppError('internal', 'There is no policy yet. Start the system once: it writes the first one.')
}
