import { hasTeamBudget } from '#lib/actions/index.ts'
import type { AuditActor } from '#lib/audit/index.ts'
import { connectionsForTeam } from '#lib/connectors/index.ts'
import { AppError } from '#lib/core/index.ts'
import { dropTeam, lockTeam } from '#lib/people/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { currentPolicy, type PolicyRule } from '#lib/policy/index.ts'

/**
 * Removes a team that nothing names any more: a rule that asks a team that is gone could never be met, and a connection for that team
 * alone would be nobody's. Throws `not_found`, and `conflict` with the rules and connections that still name it.
 */
export async function removeTeam(platform: Platform, { name, actor }: { name: string; actor: AuditActor }): Promise<void> {
  await withTransaction(platform, async (tx) => {
    await lockTeam(tx, name)
    const { rules } = await currentPolicy({ db: tx })
    const naming = rules.filter((rule) => namesTeam(rule, name)).map((rule) => rule.name)
    const connections = await connectionsForTeam(tx, name)
    if (naming.length + connections.length > 0) {
      const said = [namesOf('rule', naming), namesOf('connection', connections)].filter((words) => words !== '').join(' and ')
      throw new AppError('conflict', `The team is still named by the ${said}. Change that first.`, {
        extra: { rules: naming, connections },
      })
    }
    if (await hasTeamBudget(tx, name)) throw new AppError('conflict', 'A budget stands for this team. End it first.')
    await dropTeam(platform, tx, { name, actor })
  })
}

function namesOf(what: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  return `${what}${names.length === 1 ? '' : 's'} ${names.map((name) => `“${name}”`).join(', ')}`
}

/** In a requirement, or as a text in the condition. */
function namesTeam({ requirements = [], condition }: PolicyRule, team: string): boolean {
  if (requirements.some((requirement) => requirement.team === team)) return true
  return [`"${team}"`, `'${team}'`].some((text) => condition?.includes(text))
}
