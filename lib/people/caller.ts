import { type Role, roles } from '#lib/core/index.ts'

/** Who asks, as the rooms know them: a person, directly or through a key of theirs. */
export interface Caller {
  personId: string
  name: string
  email: string
  roles: readonly Role[]
  /** Names of their teams. */
  teams: readonly string[]
  /** Those who are away and have delegated their decisions to this person, as they are now. */
  standsInFor: readonly Represented[]
  apiKeyId: string | null
  /** What a key may do beyond asking (`decide`). Empty for a session: that is the person. */
  scopes: readonly string[]
  via: 'session' | 'key'
}

/** Someone whose decisions another person makes for a while. */
export interface Represented {
  personId: string
  name: string
  roles: readonly Role[]
  teams: readonly string[]
}

/** The roles that this version knows, of those that are stored. */
export function rolesOf(stored: readonly string[]): Role[] {
  return roles.filter((role) => stored.includes(role))
}
