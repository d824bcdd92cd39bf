import { holdsRole, type Role } from '#lib/core/index.ts'
import type { Requirement } from './rule.ts'

/** A person who agreed, with the roles held now. */
export interface Approver {
  personId: string
  roles: readonly Role[]
}

export type MetRequirement = Requirement & { met: number }

/** Requirements that add up: one entry for a role, with the highest quorum, and the requester excluded if any of them says so. */
export function mergeRequirements(requirements: readonly Requirement[]): Requirement[] {
  const byRole = new Map<Requirement['role'], Requirement>()
  for (const { role, quorum, requesterExcluded } of requirements) {
    const known = byRole.get(role)
    byRole.set(role, {
      role,
      quorum: Math.max(quorum, known?.quorum ?? 0),
      requesterExcluded: requesterExcluded || (known?.requesterExcluded ?? false),
    })
  }
  return [...byRole.values()]
}

/** Whether this person's agreement counts for the requirement. `excluded`: the requester, and whoever changed the input like one. */
export function countsFor(requirement: Requirement, person: Approver, excluded: readonly string[]): boolean {
  return holdsRole(person.roles, requirement.role) && !(requirement.requesterExcluded && excluded.includes(person.personId))
}

/** How far each requirement is met. One approval counts for every requirement whose role the person holds; a quorum counts persons. */
export function requirementsMet(
  requirements: readonly Requirement[],
  approvals: readonly Approver[],
  excluded: readonly string[],
): MetRequirement[] {
  return requirements.map((requirement) => {
    const counted = approvals.filter((approver) => countsFor(requirement, approver, excluded))
    return { ...requirement, met: new Set(counted.map(({ personId }) => personId)).size }
  })
}

export function allMet(requirements: readonly MetRequirement[]): boolean {
  return requirements.every(({ met, quorum }) => met >= quorum)
}
