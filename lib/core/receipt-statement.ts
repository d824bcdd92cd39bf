import type { Receipt, ReceiptEvent } from './receipt.ts'

/** A receipt as the sentences are made of it. */
export type Stated = Pick<Receipt, 'action' | 'decisions' | 'events'>

/**
 * What a receipt says, in plain sentences: what was asked, who agreed, and whether it ran. Made of the receipt alone, so that
 * whoever holds one can make them anew and compare.
 */
export function receiptStatement(receipt: Stated): string[] {
  return [asked(receipt), ...agreed(receipt), ended(receipt)]
}

function asked({ action: { title, preview, operation, connection, requestedBy, createdAt } }: Stated): string {
  return `${requestedBy.name} asked for “${preview?.summary ?? title}” (${operation} on ${connection.name}), ${when(createdAt)}.`
}

function agreed({ action: { digest, effect, erased }, decisions, events }: Stated): string[] {
  const what = erased === null ? 'exactly what is shown here' : 'it as it was then'
  const said = decisions
    .filter(({ verdict, voidedAt }) => verdict !== 'edit' && voidedAt === null)
    .map(({ person, verdict, at, byKey, signature }) => {
      // Receipts from before there were passkeys do not name them.
      const key = byKey ? ' with an API key' : (signature ?? null) === null ? '' : ' with a passkey'
      return verdict === 'approve'
        ? `${person.name} approved ${what}${key}, ${when(at)}.`
        : `${person.name} rejected it${key}, ${when(at)}.`
    })
  if (said.length > 0) return said
  if (erased !== null) return ['Nobody decided on it.']
  const grant = grantOf(events)
  if (grant !== null) return [`${grant.by}’s standing grant allowed it, ${grant.use} of ${grant.of} used, so nobody was asked.`]
  if (verdictOf(events) === 'allow') return ['The policy allowed it, so nobody was asked to approve.']
  if (digest === null && effect === 'read') return ['It only reads, so there was nothing to approve.']
  return ['Nobody has approved it.']
}

/** What the policy said when the action was last prepared; null where that is not known. */
export function verdictOf(events: readonly ReceiptEvent[]): string | null {
  const prepared = lastPrepared(events)
  const verdict = prepared === undefined ? undefined : member(prepared, 'verdict')
  return typeof verdict === 'string' ? verdict : null
}

/** The standing grant that stood for a person when the action was last prepared, on which digest; null where none did. */
export function grantOf(events: readonly ReceiptEvent[]): { by: string; use: number; of: number; digest: unknown } | null {
  const prepared = lastPrepared(events)
  const grant = prepared === undefined ? undefined : member(prepared, 'grant')
  if (prepared === undefined || typeof grant !== 'object' || grant === null || Array.isArray(grant)) return null
  const { by, use, of } = grant as Record<string, unknown>
  if (typeof by !== 'string' || typeof use !== 'number' || typeof of !== 'number') return null
  return { by, use, of, digest: member(prepared, 'digest') }
}

function lastPrepared(events: readonly ReceiptEvent[]): ReceiptEvent | undefined {
  return events.findLast(({ kind }) => kind === 'action.prepared')
}

/** A member of what an event says; undefined where it says none, or was erased. */
export function member({ content }: ReceiptEvent, name: string): unknown {
  return typeof content === 'object' && content !== null && !Array.isArray(content) ? content[name] : undefined
}

function ended({ action, events }: Stated): string {
  if (action.erased !== null) return `On record it is “${action.status}”, with attempts made: ${action.attempts}. ${action.erased}`
  const last = events.findLast((event) => member(event, 'to') === action.status)
  const byPerson = last?.kind === 'action.resolved'
  const byLook = last !== undefined && member(last, 'by') === 'check'
  switch (action.status) {
    case 'succeeded':
      if (byPerson) return 'Nobody saw how its request ended; a person found that it happened, and nothing was sent after that.'
      if (byLook) return 'Nobody saw how its request ended; a look at the other side showed that it happened. Nothing was sent after that.'
      return ran(action)
    case 'failed':
      if (byPerson) return 'It ran, and a person found that it did not happen.'
      return action.attempts === 0 ? 'It could not be prepared and never ran.' : `It ran and failed: ${noEffect(events)}`
    case 'outcome_unknown':
      return 'It ran, and nobody saw how it ended: it may have happened. It is not sent again unless a person says so.'
    case 'denied':
    case 'rejected':
    case 'expired':
    case 'cancelled':
      return action.attempts === 0 ? 'It never ran.' : `It was stopped before another attempt: ${noEffect(events)}`
    default:
      return action.attempts === 0 ? 'It has not run yet.' : 'It has not ended yet.'
  }
}

/** An attempt that nobody saw the end of may have done it, whatever came after. */
function noEffect(events: readonly ReceiptEvent[]): string {
  const unseen = events.some(
    (event) => event.kind === 'action.attempt_ended' && ['unknown', 'lost'].includes(String(member(event, 'class'))),
  )
  return unseen ? 'an attempt ended without an answer, so the log cannot say that nothing happened.' : 'the log records no effect.'
}

function ran({ attempts, repeat, effect, settledAt }: Receipt['action']): string {
  const end = settledAt === null ? '' : `, ${when(settledAt)}`
  if (effect === 'read') return `It ran and changed nothing: it only reads${end}.`
  if (attempts === 1) return `It ran, once: one request, which was answered${end}. Nothing was sent after that.`
  const many = `It took ${attempts} attempts, and the last was answered${end}`
  if (repeat === 'idempotent') return `It ran, once: ${lower(many)}. All carried one key, which the other side takes once.`
  if (repeat === 'harmless') return `It ran: ${lower(many)}. Doing it again changes nothing more.`
  return `It ran, at most once: ${lower(many)}. Another was made only where the one before was found to have had no effect.`
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}

/** `2026-11-21 14:02:03 UTC`: the same for every reader. */
function when(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`
}
