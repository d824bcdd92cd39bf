import { type ActionRow, askersOf, metOn, policyOf, statusOf } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { countsFor, principalsFor, type Requirement } from '#lib/policy/index.ts'

/** Why the caller may not approve this action now, in words for the page; null when they may. */
export function whyNotDecide(caller: Caller, row: ActionRow): string | null {
  const why = whyNotReject(caller, row)
  if (why !== null) return why
  const open = metOn(row, policyOf(row)?.requirements ?? [], row.digest).filter(({ met, quorum }) => met < quorum)
  const excluded = askersOf(row)
  if (open.some((requirement) => countsFor(requirement, { ...caller, signed: true }, excluded))) return null
  return `Your part is given already, by others. It still waits for ${namesOf(open)}; until it runs, you may reject it.`
}

/** Why the caller may not reject it: whoever is asked may, until it runs, though others have given the part that they could give. */
export function whyNotReject(caller: Caller, row: ActionRow): string | null {
  if (statusOf(row) !== 'awaiting_approval') return 'It does not wait for a decision.'
  if (row.digest === null) return 'What would change is being looked up again.'
  const requirements = policyOf(row)?.requirements ?? []
  const approver = { ...caller, signed: true }
  const excluded = askersOf(row)
  if (!requirements.some((requirement) => countsFor(requirement, approver, excluded))) return whyExcluded(caller, row, requirements)
  if (caller.apiKeyId !== null && !caller.scopes.includes('decide')) return 'This key may not decide. Make one with the scope decide.'
  if (hasDecided(caller, row)) return 'You have decided on this already.'
  return null
}

/** Why this verdict is not the caller's to give. */
export function whyNotGive(verdict: 'approve' | 'reject', caller: Caller, row: ActionRow): string | null {
  return verdict === 'reject' ? whyNotReject(caller, row) : whyNotDecide(caller, row)
}

/** Whether the caller's word on this digest stands. An approval without a signature does not, once a passkey is asked for. */
export function hasDecided(caller: Caller, row: ActionRow): boolean {
  const unsignedCounts = !mustSign(caller, row)
  return row.decisions.some(
    ({ personId, digest, voidedAt, signature }) =>
      personId === caller.personId && digest === row.digest && voidedAt === null && (unsignedCounts || signature !== null),
  )
}

/** Whether this person's approval takes their passkey: something that it would count for asks for one. */
export function mustSign(caller: Caller, row: ActionRow): boolean {
  const excluded = askersOf(row)
  return (policyOf(row)?.requirements ?? []).some(
    (requirement) => requirement.stepUp === true && countsFor(requirement, { ...caller, signed: true }, excluded),
  )
}

/** In whose name the caller decides: null for their own, else the person who delegated it to them. */
export function decidesFor(caller: Caller, row: ActionRow): string | null {
  const approver = { ...caller, signed: true }
  const excluded = askersOf(row)
  const names = (policyOf(row)?.requirements ?? []).flatMap((requirement) => principalsFor(requirement, approver, excluded))
  return names.length === 0 || names.includes(caller.personId) ? null : (names[0] ?? null)
}

function whyExcluded(caller: Caller, row: ActionRow, requirements: readonly Requirement[]): string {
  if (row.requestedById === caller.personId) return 'You asked for it, so someone else has to sign.'
  const couldSign = requirements.some((requirement) => countsFor(requirement, { ...caller, signed: true }, []))
  if (!couldSign) {
    return `It asks for ${requirements.length === 0 ? 'an approver' : `the role ${namesOf(requirements)}`}, which you do not hold.`
  }
  if (row.editedBy.includes(caller.personId)) return 'You changed it, so someone else has to sign.'
  return `You stand in for ${row.requestedBy.name}, who asked for it, so someone else has to sign.`
}

function namesOf(requirements: readonly Requirement[]): string {
  const names = requirements.map(({ role, team, also = [] }) => [team === undefined ? role : `${role} of ${team}`, ...also].join(' or '))
  return [...new Set(names)].join(' and ')
}
