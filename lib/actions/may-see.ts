import { AppError, holdsRole, type Role, roles } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { ActionRow } from './action-row.ts'

type Seen = Pick<ActionRow, 'requestedById' | 'askedRoles'>

/**
 * Everyone sees their own; approvers those that ask, or asked, for a role they hold, or that someone holds for whom they stand in;
 * admin and auditor all.
 */
export function maySee(caller: Caller, row: Seen): boolean {
  if (row.requestedById === caller.personId || can(caller, 'action.readAll')) return true
  return row.askedRoles.some((role) => speaksAs(caller, role as Role))
}

function speaksAs(caller: Caller, role: Role): boolean {
  return [caller, ...caller.standsInFor].some((authority) => holdsRole(authority.roles, role))
}

/** What the caller may not see is not there. */
export function requireSight(caller: Caller, row: Seen): void {
  if (!maySee(caller, row)) throw new AppError('not_found', 'There is no such action.')
}

/** The values of one statement; `add` answers the place of a new one. */
export interface SqlValues {
  add(value: unknown): string
}

export function sqlValues(): SqlValues & { values: unknown[] } {
  const values: unknown[] = []
  return { values, add: (value) => `$${values.push(value)}` }
}

/** The same as a condition on rows of `action a`. */
export function sightSql(caller: Caller, { add }: SqlValues): string {
  if (can(caller, 'action.readAll')) return 'true'
  const held = roles.filter((role) => speaksAs(caller, role))
  return `a."requestedById" = ${add(caller.personId)}::uuid or a."askedRoles" && ${add(held)}::text[]`
}
