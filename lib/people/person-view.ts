import { z } from 'zod'
import { type Role, roles, teamName } from '#lib/core/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import { rolesOf } from './caller.ts'

/** A person as admins see them. */
export interface PersonView {
  id: string
  email: string
  name: string
  roles: Role[]
  /** Names of their teams. */
  teams: string[]
  active: boolean
  /** false: signs in by link only. */
  hasPassword: boolean
  createdAt: string
  deactivatedAt: string | null
}

/** Kept and compared in lower case. */
export const emailSchema = z.string().trim().toLowerCase().max(254, 'at most 254 characters').pipe(z.email('an e-mail address'))
export const nameSchema = z.string().trim().min(1, 'a name').max(200, 'at most 200 characters')
export const rolesSchema = z
  .array(z.enum(roles))
  .max(roles.length)
  .transform((given) => rolesOf(given))

export interface PersonRow {
  id: string
  email: string
  name: string
  roles: string[]
  teams: string[]
  active: boolean
  passwordHash: string | null
  createdAt: Date
  deactivatedAt: Date | null
}

export function toPersonView(row: PersonRow): PersonView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roles: rolesOf(row.roles),
    teams: row.teams,
    active: row.active,
    hasPassword: row.passwordHash !== null,
    createdAt: row.createdAt.toISOString(),
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
  }
}

/** Names of teams, each once, in order. */
export const teamNamesSchema = z
  .array(teamName)
  .max(100)
  .transform((given) => [...new Set(given)].sort())

/** Tells open pages: of admins, and the person's own, whose rights may have ended. */
export async function announcePerson(platform: Platform, tx: Tx, personId: string): Promise<void> {
  platform.live.publish(tx, { type: 'person.updated', id: personId, people: [personId], roles: ['admin'] })
}
