import { holdsRole, matchesGlob, type Role } from '#lib/core/index.ts'
import type { ConnectedOperation } from './connected-operation.ts'

/** A team that may use a connection, and which of its operations. */
export interface Access {
  team: string
  /** Globs, as in rules. */
  operations: readonly string[]
}

/**
 * Least privilege: a connection that names teams is for them and those operations alone, admins without such a team included. One that
 * names none is everybody's; an operation that names a role is for its holders. Asked at every door, and again when an action is claimed. Pure.
 */
export function mayUse(
  person: { teams: readonly string[]; roles?: readonly string[] },
  { operation, connection }: Pick<ConnectedOperation, 'operation' | 'connection'>,
): boolean {
  if (operation.requesterRole !== undefined && !holdsRole((person.roles ?? []) as Role[], operation.requesterRole)) return false
  if (connection.access.length === 0) return true
  return connection.access.some(
    ({ team, operations }) => person.teams.includes(team) && operations.some((glob) => matchesGlob(glob, operation.name)),
  )
}
