import { holdsRole, type Role } from '#lib/core/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import { factDefaults } from './fact-defaults.ts'
import { type Authority, speaksFor } from './requirements.ts'
import type { PolicyRule } from './rule.ts'
import { changeOperation } from './rules-for.ts'

/** Whether these rules would let anybody change them again, with the people who are there: a warning in words where not. */
export async function lockWarnings({ db }: { db: Platform['db'] | Tx }, rules: readonly PolicyRule[]): Promise<string[]> {
  const people = await db.person.findMany({ where: { active: true }, select: { id: true, roles: true, teams: true } })
  return lockWarningsFor(
    rules,
    people.map(({ id, roles, teams }) => ({ personId: id, roles: roles as Role[], teams })),
  )
}

/** Pure: the rules are asked about a change by each admin, on an ordinary working day. */
export function lockWarningsFor(rules: readonly PolicyRule[], people: readonly Authority[]): string[] {
  const admins = people.filter(({ roles }) => holdsRole(roles, 'admin'))
  const able = admins.filter((admin) => {
    const { verdict, requirements } = evaluatePolicy({ version: 0, rules }, factsFor(admin), { get: () => 0 })
    if (verdict !== 'require_approval') return verdict === 'allow'
    return requirements.every((one) => {
      const others = people.filter((person) => speaksFor(one, person) && !(one.requesterExcluded && person.personId === admin.personId))
      return others.length >= one.quorum
    })
  })
  if (able.length > 0) return []
  const why = admins.length === 0 ? 'there is no admin' : 'its rules refuse every admin’s change, or ask for more people than there are'
  return [`With these rules nobody could change the policy again: ${why}. Only somebody with access to the database could undo that.`]
}

function factsFor({ personId, roles, teams }: Authority) {
  return {
    ...factDefaults(changeOperation),
    connector: 'countersign',
    undoable: true,
    repeat: 'harmless' as const,
    requester: { id: personId, roles, teams, key: null },
  }
}
