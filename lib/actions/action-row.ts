import { type ActionStatus, AppError } from '#lib/core/index.ts'
import type { Platform, Prisma, Tx } from '#lib/platform/index.ts'
import type { StoredFacts, Verdict } from '#lib/policy/index.ts'
import type { TakenGrant } from './grants/taken-grant.ts'

const person = { select: { id: true, name: true, roles: true, teams: true, active: true } } as const

/** What is read along with an action wherever it is judged or shown. */
export const actionInclude = {
  decisions: { include: { person, onBehalfOf: person }, orderBy: { at: 'asc' } },
  after: { select: { predecessorId: true, predecessor: { select: { id: true, status: true, summary: true, title: true } } } },
  connection: { select: { id: true, name: true, title: true, environment: true, enabled: true } },
  requestedBy: person,
} satisfies Prisma.ActionInclude

export type ActionRow = Prisma.ActionGetPayload<{ include: typeof actionInclude }>
export type DecisionRow = ActionRow['decisions'][number]

export function statusOf(row: { status: string }): ActionStatus {
  return row.status as ActionStatus
}

/** What is said besides when an action ends while an earlier attempt of it is in doubt; nothing where none is. */
export function inDoubtWords(row: { firstSentAt: Date | null }): string {
  return row.firstSentAt === null ? '' : ' An earlier attempt may have done it: look there before you ask again.'
}

/** The stored outcome of the policy, with the facts that it saw; those of an action that was erased are gone, older ones lack what came later. */
export interface StoredPolicy extends Verdict {
  facts: StoredFacts
  /** The standing grant that stood for a person, when it was queued. */
  grant?: TakenGrant | undefined
  /** What people should know of the day's budgets. */
  budgetNote?: string | undefined
}

export function policyOf(row: { policy: unknown }): StoredPolicy | null {
  return row.policy === null ? null : (row.policy as StoredPolicy)
}

/** Throws `not_found`. */
export async function loadAction(on: Platform['db'] | Tx, id: string): Promise<ActionRow> {
  const row = await on.action.findUnique({ where: { id }, include: actionInclude })
  if (row === null) throw new AppError('not_found', 'There is no such action.')
  return row
}

/** Holds the row until the transaction ends, so that two deciders see each other. Throws `not_found`. */
export async function lockAction(tx: Tx, id: string): Promise<ActionRow> {
  await tx.$queryRaw`select 1 from action where id = ${id}::uuid for update`
  return loadAction(tx, id)
}
