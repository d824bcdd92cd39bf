import { holdsRole, type Role } from '#lib/core/index.ts'
import { approvingRoles, type Requirement } from './rule.ts'

/** What a person may speak for: roles and teams as they hold them now. */
export interface Authority {
  personId: string
  roles: readonly Role[]
  teams: readonly string[]
}

/** A person who agreed, or might: with those who delegated to them, and whether a passkey signed. */
export interface Approver extends Authority {
  standsInFor: readonly Authority[]
  /** Whether the person's device signed this decision, or will. */
  signed: boolean
}

export type MetRequirement = Requirement & { met: number }

/**
 * Requirements that add up: one entry for a role and team, with the highest quorum, and the requester excluded, or a passkey asked
 * for, if any of them says so.
 */
export function mergeRequirements(requirements: readonly Requirement[]): Requirement[] {
  const merged = new Map<string, Requirement>()
  for (const { role, team, quorum, requesterExcluded, stepUp } of requirements) {
    const key = `${role}/${team ?? ''}`
    const known = merged.get(key)
    merged.set(key, {
      role,
      ...(team === undefined ? {} : { team }),
      quorum: Math.max(quorum, known?.quorum ?? 0),
      requesterExcluded: requesterExcluded || (known?.requesterExcluded ?? false),
      ...(stepUp === true || known?.stepUp === true ? { stepUp: true } : {}),
    })
  }
  return [...merged.values()]
}

/** Whether these roles and teams are what the requirement asks for, or what it was escalated to. */
export function speaksFor(
  { role, team, also = [] }: Pick<Requirement, 'role' | 'team' | 'also'>,
  authority: Pick<Authority, 'roles' | 'teams'>,
): boolean {
  if (holdsRole(authority.roles, role) && (team === undefined || authority.teams.includes(team))) return true
  return also.some((besides) => holdsRole(authority.roles, besides))
}

/** The requirements of a card that was escalated: each can be met by holders of these roles as well. */
export function escalated<Of extends Requirement>(requirements: readonly Of[], roles: readonly string[]): Of[] {
  const also = approvingRoles.filter((role) => roles.includes(role))
  return requirements.map((requirement) => (also.length === 0 ? requirement : { ...requirement, also }))
}

/**
 * Whether this person's agreement counts for the requirement, by their own roles or by those of someone who delegated to them.
 * `excluded`: the requester, and whoever changed the input like one. Whoever stands in for an excluded person is excluded too.
 */
export function countsFor(requirement: Requirement, person: Approver, excluded: readonly string[]): boolean {
  return principalsFor(requirement, person, excluded).length > 0
}

/** In whose name the person may agree: their own, where that counts, and else those who delegated to them. */
export function principalsFor(requirement: Requirement, person: Approver, excluded: readonly string[]): string[] {
  if (requirement.stepUp === true && !person.signed) return []
  const involved = [person, ...person.standsInFor].some(({ personId }) => excluded.includes(personId))
  if (requirement.requesterExcluded && involved) return []
  if (speaksFor(requirement, person)) return [person.personId]
  return person.standsInFor.filter((authority) => speaksFor(requirement, authority)).map(({ personId }) => personId)
}

/**
 * How far each requirement is met. One approval counts for every requirement whose role (and team) the person holds; a quorum counts
 * persons, and one who decides for another is that other: both together are one.
 */
export function requirementsMet(
  requirements: readonly Requirement[],
  approvals: readonly Approver[],
  excluded: readonly string[],
): MetRequirement[] {
  return requirements.map((requirement) => {
    const names = approvals.map((approver) => principalsFor(requirement, approver, excluded)).filter(({ length }) => length > 0)
    const counted = new Set<string>()
    // Whoever can count in one name alone takes it first.
    for (const principals of names.toSorted((a, b) => a.length - b.length)) {
      const free = principals.find((name) => !counted.has(name))
      if (free !== undefined) counted.add(free)
    }
    return { ...requirement, met: counted.size }
  })
}

export function allMet(requirements: readonly MetRequirement[]): boolean {
  return requirements.every(({ met, quorum }) => met >= quorum)
}
