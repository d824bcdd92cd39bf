import type { Role } from '#lib/core/index.ts'
import { type Approver, asksOf, type MetRequirement, type Requirement, requirementsMet } from '#lib/policy/index.ts'
import type { ActionRow } from './action-row.ts'

/** The approvals that count on a digest: not void, by people who are still there, with the roles and teams they hold now. */
export function votesOn(row: ActionRow, digest: string | null): Approver[] {
  return row.decisions
    .filter(
      (decision) => decision.digest === digest && decision.verdict === 'approve' && decision.voidedAt === null && decision.person.active,
    )
    .map(({ person, onBehalfOf, signature }) => ({
      ...authorityOf(person),
      // In whose name it was given: what they delegated holds while they are there and hold it themselves.
      standsInFor: onBehalfOf?.active ? [authorityOf(onBehalfOf)] : [],
      signed: signature !== null,
    }))
}

/** What a stored person may speak for. */
export function authorityOf({ id, roles, teams }: { id: string; roles: string[]; teams: string[] }) {
  return { personId: id, roles: roles as Role[], teams }
}

/** Who asked, and whoever changed the input like someone who asks: excluded wherever a requirement excludes the requester. */
export function askersOf(row: { requestedById: string; editedBy: readonly string[] }): string[] {
  return [row.requestedById, ...row.editedBy]
}

/** How far the requirements of an action are met by the votes on that digest. */
export function metOn(row: ActionRow, requirements: readonly Requirement[], digest: string | null): MetRequirement[] {
  return requirementsMet(requirements, votesOn(row, digest), askersOf(row))
}

/** What is still asked for on that digest, as the column `asks` keeps it for the inbox. */
export function openAsks(row: ActionRow, requirements: readonly Requirement[], digest: string | null): string[] {
  return asksOf(metOn(row, requirements, digest), row.escalatedTo)
}
