import type { Role } from './effect.ts'

/** Roles that stand in for others (the contract): an admin is an approver and a member too; an auditor is nothing else. */
const includes: Readonly<Record<Role, readonly Role[]>> = {
  member: [],
  approver: [],
  admin: ['approver', 'member'],
  auditor: [],
}

/** Whether someone with these roles holds `role`, by name or through one that includes it. */
export function holdsRole(roles: readonly Role[], role: Role): boolean {
  return roles.some((held) => held === role || includes[held].includes(role))
}
