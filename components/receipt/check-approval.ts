import canonicalize from 'canonicalize'
import type { Receipt, ReceiptEvent } from '#lib/core/receipt.ts'
import { grantOf, member, verdictOf } from '#lib/core/receipt-statement.ts'
import { count, type Finding, fails, fits, open } from './check.ts'

type Decision = Receipt['decisions'][number]

/** Whether every approval that counts is on this digest, stands in the log as shown, and is enough for what the policy asked for. */
export function checkApproval(receipt: Receipt): Finding {
  const { action, decisions, events } = receipt
  if (events.some(({ salt }) => salt === null)) return open('Events were erased on request, so the decisions cannot be held against them.')
  const unknown = decisions.find((decision) => !events.some((event) => tellsOf(event, decision, events)))
  if (unknown !== undefined) return fails(`The log does not hold ${unknown.person.name}’s decision as it is shown here.`)
  const approvals = decisions.filter(({ verdict, voidedAt }) => verdict === 'approve' && voidedAt === null)
  const astray = approvals.find(({ digest }) => digest !== action.digest)
  if (astray !== undefined) return fails(`${astray.person.name} approved another digest than the one that is shown here.`)
  const claims = events.filter(({ kind }) => kind === 'action.claimed')
  if (claims.length === 0) return fits(notRun(approvals))
  if (claims.some((claim) => member(claim, 'digest') !== action.digest))
    return fails('What a worker took is not the digest that is shown here.')
  return approvals.length === 0 ? withoutApproval(receipt) : enough(receipt, approvals)
}

function notRun(approvals: readonly Decision[]): string {
  if (approvals.length === 0) return 'No worker has taken it, and no approval counts for it.'
  return `No worker has taken it. ${count(approvals.length, 'approval')} of exactly this digest ${approvals.length === 1 ? 'stands' : 'stand'} in the log.`
}

function withoutApproval({ action, events }: Receipt): Finding {
  const grant = grantOf(events)
  if (grant !== null) {
    if (grant.digest !== action.digest) return fails('The standing grant stood for another digest than the one that is shown here.')
    return fits(`${grant.by}’s standing grant stood for an approval, ${grant.use} of ${grant.of} used; what ran has this digest.`)
  }
  if (verdictOf(events) !== 'allow') return fails('It ran, but there is neither an approval nor a policy that allowed it without one.')
  if (action.effect === 'read') return fits('The policy allowed it: it only reads, and nobody had to approve.')
  return fits('The policy allowed it, so nobody had to approve; what ran has this digest.')
}

/** The requirements stand in the event that let it go: everyone had agreed, or an approver had lowered an amount. */
function enough({ action, events }: Receipt, approvals: readonly Decision[]): Finding {
  const passed = events.findLast(
    (event) => ['action.approved', 'action.prepared'].includes(event.kind) && member(event, 'digest') === action.digest,
  )
  const requirements = passed === undefined ? undefined : member(passed, 'requirements')
  for (const each of Array.isArray(requirements) ? requirements : []) {
    const { quorum, requesterExcluded, role, stepUp } = each as {
      quorum: number
      requesterExcluded: boolean
      role: string
      stepUp?: boolean
    }
    const counted = stepUp === true ? approvals.filter(({ signature }) => (signature ?? null) !== null) : approvals
    const voters = new Set(counted.map(({ person }) => person.id))
    if (requesterExcluded) voters.delete(action.requestedBy.id)
    if (voters.size < quorum)
      return fails(`The policy asked for ${count(quorum, role)}${stepUp === true ? ' with a passkey' : ''} and ${voters.size} agreed.`)
  }
  const names = [...new Set(approvals.map(({ person }) => person.name))].join(', ')
  return fits(`${names} approved exactly this digest, and it is the digest that ran.`)
}

/** The event of a decision, or of an approver's change that counts as an approval of what came of it. */
function tellsOf(event: ReceiptEvent, { person, verdict, digest, comment, signature }: Decision, events: readonly ReceiptEvent[]): boolean {
  if (event.kind === 'action.decided') {
    return (
      event.actor.id === person.id &&
      member(event, 'verdict') === verdict &&
      member(event, 'digest') === digest &&
      (member(event, 'comment') ?? null) === comment &&
      canonicalize(member(event, 'signature') ?? null) === canonicalize(signature ?? null)
    )
  }
  if (event.kind !== 'action.prepared' || verdict !== 'approve') return false
  const lowered = events.some(({ kind, actor, ...rest }) => kind === 'action.edited' && actor.id === person.id && saysLowered(rest))
  return lowered && member(event, 'afterEditBy') === person.id && member(event, 'digest') === digest
}

function saysLowered({ content }: Pick<ReceiptEvent, 'content'>): boolean {
  return typeof content === 'object' && content !== null && !Array.isArray(content) && content.lowered === true
}
