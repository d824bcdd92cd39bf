import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { budgetMeasures, budgetScopes } from './budget.ts'

export const budgetChangeSchema = z
  .strictObject({
    scope: z.enum(budgetScopes),
    /** A person's id, a team's name, a connection's name; none for the organisation. */
    subject: z.string().min(1).max(100).optional(),
    measure: z.enum(budgetMeasures),
    /** A day's most: minor units of the organisation's currency, actions or tokens. Null ends the budget. */
    most: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
  })
  .superRefine(({ scope, subject, measure }, context) => {
    if ((scope === 'organisation') !== (subject === undefined))
      context.addIssue({
        code: 'custom',
        path: ['subject'],
        message: scope === 'organisation' ? 'is not for the organisation' : 'is needed: whose',
      })
    if (scope === 'connection' && measure === 'tokens')
      context.addIssue({ code: 'custom', path: ['measure'], message: 'a model speaks with people, not with connections' })
  })
export type BudgetChange = z.infer<typeof budgetChangeSchema>

/** Any number: who sets the same budget at the same moment must see each other. */
const budgetsLock = 7_262_317_102

/**
 * Sets what may be spent in a day, or (null) ends that budget; what was taken today of one that is changed still counts. Holds from the
 * next claim on. Idempotent. Throws `forbidden`, `invalid` for a subject that is not there.
 */
export async function setBudget(
  platform: Platform,
  { caller, traceId, ...change }: BudgetChange & { caller: Caller; traceId?: string | undefined },
): Promise<void> {
  requireAbility(caller, 'budget.manage')
  const { scope, measure, most } = change
  await withTransaction(platform, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(${budgetsLock}::bigint)::text`
    const subjectId = await subjectOf(tx, change)
    const standing = await tx.budget.findFirst({ where: { scope, subjectId, measure, endedAt: null } })
    if (standing === null && most === null) return
    const now = platform.clock.now()
    const id = standing?.id ?? platform.ids()
    if (standing === null) {
      await tx.budget.create({
        data: { id, scope, subjectId, measure, most: BigInt(most ?? 0), createdAt: now, createdBy: caller.personId },
      })
    } else {
      await tx.budget.update({ where: { id }, data: most === null ? { endedAt: now } : { most: BigInt(most) } })
    }
    await recordAudit(tx, {
      kind: most === null ? 'budget.ended' : 'budget.set',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'budget', id },
      content: { scope, subjectId, measure, before: standing === null ? null : Number(standing.most), after: most },
      ...(traceId === undefined ? {} : { traceId }),
    })
    platform.live.publish(tx, { type: 'budget.updated', id, roles: ['admin', 'auditor'] })
  })
}

async function subjectOf(tx: Tx, { scope, subject }: BudgetChange): Promise<string | null> {
  if (scope === 'organisation' || subject === undefined) return null
  const found =
    scope === 'team'
      ? await tx.team.findUnique({ where: { name: subject }, select: { id: true } })
      : scope === 'connection'
        ? await tx.connection.findUnique({ where: { name: subject }, select: { id: true } })
        : z.uuid().safeParse(subject).success
          ? await tx.person.findUnique({ where: { id: subject }, select: { id: true } })
          : null
  if (found === null)
    throw new AppError('invalid', 'This budget does not fit.', {
      errors: [{ path: 'subject', message: `there is no ${scope} ${subject}` }],
    })
  return found.id
}

/** Whether a budget stands for this team: it cannot go while one does. In the caller's transaction. */
export async function hasTeamBudget(tx: Tx, team: string): Promise<boolean> {
  const row = await tx.team.findUnique({ where: { name: team }, select: { id: true } })
  return row !== null && (await tx.budget.count({ where: { scope: 'team', subjectId: row.id, endedAt: null } })) > 0
}
