import { AppError, holdsRole, type Role, roles } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Prisma } from '#lib/platform/index.ts'

/** Everyone sees their own; approvers those that ask, or asked, for a role they hold; admin and auditor all. */
export function maySee(caller: Caller, row: { requestedById: string; askedRoles: readonly string[] }): boolean {
  if (row.requestedById === caller.personId || can(caller, 'action.readAll')) return true
  return row.askedRoles.some((role) => holdsRole(caller.roles, role as Role))
}

/** What the caller may not see is not there. */
export function requireSight(caller: Caller, row: { requestedById: string; askedRoles: readonly string[] }): void {
  if (!maySee(caller, row)) throw new AppError('not_found', 'There is no such action.')
}

/** The same as a condition on rows. */
export function sightFilter(caller: Caller): Prisma.ActionWhereInput {
  if (can(caller, 'action.readAll')) return {}
  const held = roles.filter((role) => holdsRole(caller.roles, role))
  return { OR: [{ requestedById: caller.personId }, { askedRoles: { hasSome: held } }] }
}
