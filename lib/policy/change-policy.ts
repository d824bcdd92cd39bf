import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { isUniqueViolation, type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { currentPolicyView } from './current-policy.ts'
import { defaultRules } from './default-rules.ts'
import { failingTests, policyTestsSchema } from './policy-test.ts'
import type { PolicyView } from './policy-view.ts'
import { rulesSchema } from './rule.ts'
import { validatePolicy } from './validate-policy.ts'

/** The body of `PUT /policies`. Without `tests` the old ones stay. */
export const policyChangeSchema = z.strictObject({
  rules: rulesSchema,
  tests: policyTestsSchema.optional(),
  comment: z.string().trim().min(1).max(2000),
  /** The version that the change was made from: where another was made since, it is refused. */
  expectedVersion: z.int().min(1).optional(),
})
export type PolicyChange = z.infer<typeof policyChangeSchema>

/**
 * What a change would make of the policy as it is now. Throws `invalid` for conditions that don't compile (its errors are
 * PolicyErrors, with the character) and for tests that fail, `conflict` where another version was made since.
 */
export async function lookAtChange(
  { db }: { db: Platform['db'] | Tx },
  { rules, tests, expectedVersion }: Pick<PolicyChange, 'rules' | 'tests' | 'expectedVersion'>,
): Promise<{ former: PolicyView; tests: PolicyView['tests'] }> {
  const errors = validatePolicy(rules)
  if (errors.length > 0) throw new AppError('invalid', 'A condition can’t be read. The policy was not changed.', { errors })
  const former = await currentPolicyView({ db })
  if (expectedVersion !== undefined && expectedVersion !== former.version) throw changedMeanwhile(former.version)
  const kept = tests ?? former.tests
  const failing = failingTests({ version: former.version + 1, rules }, kept)
  if (failing.length > 0) throw new AppError('invalid', 'The rules fail their own tests. The policy was not changed.', { errors: failing })
  return { former, tests: kept }
}

function changedMeanwhile(version: number): AppError {
  const detail = `Someone else changed the policy meanwhile: version ${version} is active. Look at it, then change it again.`
  return new AppError('conflict', detail, { extra: { version } })
}

/**
 * Makes a new version, active at once, and records who made it and why. Whether somebody else must agree
 * was asked before: doors call `requestPolicyChange` of lib/actions, and `actionId` is the action that somebody agreed to. Throws
 * `forbidden` to all but admins, as `lookAtChange`, and `conflict` when someone else changed the policy at the same moment.
 */
export async function changePolicy(
  platform: Platform,
  { caller, actionId, traceId, ...change }: PolicyChange & { caller: Caller; actionId?: string; traceId?: string },
): Promise<PolicyView> {
  requireAbility(caller, 'policy.change')
  try {
    return await withTransaction(platform, async (tx) => {
      const { former, tests } = await lookAtChange({ db: tx }, change)
      const { rules, comment } = change
      const version = former.version + 1
      await insertVersion(tx, { version, rules, tests, comment, changedById: caller.personId, changedAt: platform.clock.now() })
      await recordAudit(tx, {
        kind: 'policy.changed',
        actor: { kind: 'person', id: caller.personId },
        subject: { kind: 'policy', id: String(version) },
        content: { version, from: former.version, comment, rules, tests, ...(actionId === undefined ? {} : { actionId }) },
        ...(traceId === undefined ? {} : { traceId }),
      })
      platform.live.publish(tx, { type: 'policy.updated', id: String(version), roles: ['admin'] })
      return currentPolicyView({ db: tx })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'Someone else changed the policy at the same moment. Look at the new version, then change it again.')
  }
}

/** Writes the default set as version 1 where there is no policy yet; does nothing otherwise, however often and wherever it is called. */
export async function ensureDefaultPolicy(platform: Platform): Promise<void> {
  if ((await platform.db.policyVersion.findFirst({ select: { version: true } })) !== null) return
  const comment = 'The rules that every installation begins with.'
  try {
    await withTransaction(platform, async (tx) => {
      await insertVersion(tx, { version: 1, rules: defaultRules, tests: [], comment, changedById: null, changedAt: platform.clock.now() })
      await recordAudit(tx, {
        kind: 'policy.changed',
        actor: { kind: 'system', id: null },
        subject: { kind: 'policy', id: '1' },
        content: { version: 1, from: null, comment, rules: defaultRules, tests: [] },
      })
    })
  } catch (error) {
    // Another process was first.
    if (!isUniqueViolation(error)) throw error
  }
}

async function insertVersion(
  tx: Tx,
  {
    rules,
    tests,
    ...rest
  }: { version: number; rules: unknown; tests: unknown; comment: string; changedById: string | null; changedAt: Date },
): Promise<void> {
  await tx.policyVersion.create({ data: { ...rest, rules: toJson(rules), tests: toJson(tests) } })
}
