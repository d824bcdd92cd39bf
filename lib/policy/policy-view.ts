import type { Database, Tx } from '#lib/platform/index.ts'
import { type PolicyTest, policyTestsSchema } from './policy-test.ts'
import { type Policy, rulesSchema } from './rule.ts'

/** One version of the policy as it is shown; `changedBy` null: the set that the installation began with. */
export interface PolicyView extends Policy {
  tests: PolicyTest[]
  comment: string
  changedBy: { id: string; name: string } | null
  changedAt: Date
}

interface StoredVersion {
  version: number
  rules: unknown
  tests: unknown
  comment: string
  changedById: string | null
  changedAt: Date
}

/** Stored versions as they are shown. Throws where what is stored is no policy: a rule that can't be read must not be skipped. */
export async function policyViews(db: Database | Tx, stored: readonly StoredVersion[]): Promise<PolicyView[]> {
  const ids = [...new Set(stored.flatMap(({ changedById }) => changedById ?? []))]
  const people = ids.length === 0 ? [] : await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return stored.map(({ version, rules, tests, comment, changedById, changedAt }) => ({
    version,
    rules: rulesSchema.parse(rules),
    tests: policyTestsSchema.parse(tests),
    comment,
    changedBy: changedById === null ? null : { id: changedById, name: people.find(({ id }) => id === changedById)?.name ?? 'someone' },
    changedAt,
  }))
}
