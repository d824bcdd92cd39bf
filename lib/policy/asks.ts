import { holdsRole, roles } from '#lib/core/index.ts'
import type { Authority, MetRequirement } from './requirements.ts'

/**
 * What is still open, as words that an index finds: `role` or `role/team`, with `!` behind it where whoever asked may agree too.
 * `escalatedTo`: roles that may agree besides, since nobody had. Sorted, so that two answers can be compared.
 */
export function asksOf(requirements: readonly MetRequirement[], escalatedTo: readonly string[] = []): string[] {
  const open = requirements.filter(({ met, quorum }) => met < quorum)
  const asks = open.flatMap(({ role, team, requesterExcluded }) =>
    [team === undefined ? role : `${role}/${team}`, ...escalatedTo].map((who) => (requesterExcluded ? who : `${who}!`)),
  )
  return [...new Set(asks)].sort()
}

/** The asks that these people meet, as one who speaks for all of them: those that exclude whoever asked, and those that do not. */
export function asksMetBy(authorities: readonly Pick<Authority, 'roles' | 'teams'>[]): { uninvolved: string[]; anyone: string[] } {
  const met = authorities.flatMap((authority) =>
    roles.filter((role) => holdsRole(authority.roles, role)).flatMap((role) => [role, ...authority.teams.map((team) => `${role}/${team}`)]),
  )
  const uninvolved = [...new Set(met)].sort()
  return { uninvolved, anyone: uninvolved.map((who) => `${who}!`) }
}
