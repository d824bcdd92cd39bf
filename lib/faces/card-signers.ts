import { type ActionRow, askersOf, metOn, policyOf, votesOn } from '#lib/actions/index.ts'
import type { Role } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { countsFor, requirementsMet } from '#lib/policy/index.ts'
import type { Card } from './card-data.ts'

/** Someone who could sign, by name. */
export interface Signer {
  id: string
  name: string
  roles: Role[]
  teams: string[]
}

/** The people who could sign anything: at most 100, who came first. */
export async function loadSigners(platform: Platform): Promise<Signer[]> {
  const people = await platform.db.person.findMany({
    where: { active: true, roles: { hasSome: ['approver', 'admin'] } },
    select: { id: true, name: true, roles: true, teams: true },
    orderBy: { createdAt: 'asc' },
    take: 100,
  })
  return people.map((person) => ({ ...person, roles: person.roles as Role[] }))
}

/** Why a person is asked, and who: "This cannot be undone: one approver, not Max Weber." */
export function rulesOf(row: ActionRow): Card['rules'] {
  const policy = policyOf(row)
  const asked = (policy?.requirements ?? []).map(({ role, team, quorum, requesterExcluded, stepUp, also = [] }) => {
    const who = `${quorum === 1 ? `one ${role}` : `${quorum} ${role}s`}${team === undefined ? '' : ` from ${team}`}${also.map((besides) => ` or ${oneOf(besides)}`).join('')}`
    const whom = requesterExcluded ? `${who}, not ${row.requestedBy.name}` : who
    return stepUp === true ? `${whom}, with a passkey` : whom
  })
  const spoken = (policy?.rules ?? []).filter(({ verdict }) => verdict !== 'allow')
  return spoken.map(({ name, verdict, reason }, index) => {
    const last = index === spoken.length - 1 && verdict === 'require_approval' && asked.length > 0
    // The card sets rules one after the other and ends each itself.
    const plain = reason.replace(/\.$/, '')
    return { name, sentence: last ? `${plain}: ${asked.join(', and ')}` : plain }
  })
}

/** "Bea Moreau or one other approver", "you and 1 admin": who has to agree still. */
export function waitsFor(row: ActionRow, caller: Caller, signers: readonly Signer[]): string {
  const excluded = askersOf(row)
  const votes = votesOn(row, row.digest)
  const open = requirementsMet(policyOf(row)?.requirements ?? [], votes, excluded).filter(({ met, quorum }) => met < quorum)
  const texts = open.map((requirement) => {
    const left = requirement.quorum - requirement.met
    const held = [...new Set([requirement.role, ...(requirement.also ?? [])])]
    const able = signers.filter(
      (signer) =>
        countsFor(
          requirement,
          { personId: signer.id, roles: signer.roles, teams: signer.teams, standsInFor: [], signed: true },
          excluded,
        ) && !votes.some(({ personId }) => personId === signer.id),
    )
    // The one whose own role it is comes first; an admin stands in for others.
    const sorted = [...able].sort((a, b) => rank(a, caller, requirement.role) - rank(b, caller, requirement.role))
    const [first] = sorted
    if (first === undefined)
      return `${left === 1 ? oneOf(requirement.role) : `${left} ${requirement.role}s`}, and nobody holds that role yet`
    const name = first.id === caller.personId ? 'you' : first.name
    if (left > 1) return `${left} of ${able.length} ${held.map((role) => `${role}s`).join(' and ')}`
    if (able.length === 1) return name
    return `${name} or one other ${held.join(' or ')}`
  })
  return texts.join(', and for ') || 'nobody: it moves on by itself'
}

function oneOf(role: Role): string {
  return `${role === 'member' ? 'a' : 'an'} ${role}`
}

function rank(signer: Signer, caller: Caller, role: Role): number {
  if (signer.id === caller.personId) return 0
  return signer.roles.includes(role) ? 1 : 2
}

/** How many of how many have signed, where it takes more than one. */
export function quorumOf(row: ActionRow): Card['quorum'] {
  const standing = metOn(row, policyOf(row)?.requirements ?? [], row.digest)
  const needed = standing.reduce((sum, { quorum }) => sum + quorum, 0)
  return needed < 2 ? null : { met: standing.reduce((sum, { met, quorum }) => sum + Math.min(met, quorum), 0), needed }
}
