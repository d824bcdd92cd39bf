import type { Role } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type Requirement, speaksFor } from '#lib/policy/index.ts'
import type { StuckGroup } from './stuck-actions.ts'

interface Asked {
  requirements: Requirement[]
  excluded: string[]
  count: number
  oldest: Date
  ids: string[]
}

/** Cards that nobody can ever sign: they ask for more people of a role than there are, its requester and editors aside. */
export async function undecidableActions(platform: Platform): Promise<StuckGroup[]> {
  const [asked, people] = await Promise.all([
    platform.db.$queryRaw<Asked[]>`
      select policy->'requirements' as requirements, array_prepend("requestedById", "editedBy")::text[] as excluded,
        count(*)::int as count, min("waitingSince") as oldest, (array_agg(id::text order by "waitingSince"))[1:3] as ids
      from action where status = 'awaiting_approval' and digest is not null and jsonb_typeof(policy->'requirements') = 'array'
      group by 1, 2`,
    platform.db.person.findMany({ where: { active: true }, select: { id: true, roles: true, teams: true } }),
  ])
  const now = platform.clock.now().getTime()
  return asked.flatMap(({ requirements, excluded, count, oldest, ids }): StuckGroup[] => {
    const short = requirements.find((requirement) => able(people, requirement, excluded) < requirement.quorum)
    if (short === undefined) return []
    const [wanted, there] = [short.quorum, able(people, short, excluded)]
    const about = `asks for ${wanted} ${short.role}${wanted === 1 ? '' : 's'}, and there ${there === 1 ? 'is' : 'are'} ${there === 0 ? 'none' : there}${short.requesterExcluded ? ' besides who asked' : ''}`
    return [{ why: 'nobody', about, count, oldestMs: Math.max(0, now - oldest.getTime()), ids }]
  })
}

function able(people: readonly { id: string; roles: string[]; teams: string[] }[], requirement: Requirement, excluded: readonly string[]) {
  return people.filter(
    ({ id, roles, teams }) =>
      speaksFor(requirement, { roles: roles as Role[], teams }) && !(requirement.requesterExcluded && excluded.includes(id)),
  ).length
}
