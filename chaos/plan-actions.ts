import type { Random } from '../demo/data/random.ts'

/** How often an effect may be asked for: the operation's `repeat`, and reads, which have none. */
export type Kind = 'idempotent' | 'never' | 'harmless' | 'read'

export interface PlannedAction {
  /** The caller's own key for this request: the same however often it has to ask. */
  key: string
  operation: string
  kind: Kind
  input: Readonly<Record<string, unknown>>
  /** What the approver says whenever they are asked. */
  verdict: 'approve' | 'reject'
  /** The back office says no to this by its rules. */
  refused: boolean
  /** The caller hangs up so many milliseconds after asking, and then asks again. */
  hangUpMs: number | null
  /** The caller asks once more when everything is over, and must hear of the same action. */
  askAgain: boolean
}

type Draft = Pick<PlannedAction, 'operation' | 'kind' | 'input'> & { refused?: boolean }

/** What a draft is drawn with. `notes`: the numbers of notes that are still there to be deleted. */
interface Draw {
  random: Random
  /** A text that is this action's alone. */
  label: string
  contacts: readonly string[]
  notes: number[]
}

/** Orders that the demo promises to be paid, delivered and worth 60.00 EUR or more. */
const orders = { from: 1042, to: 1061 }
/** The back office begins with more notes than these; each is deleted by one action only, so that its effect is that action's. */
const notesToDelete = 60

const euros = (cents: number) => ({ amount: (cents / 100).toFixed(2), currency: 'EUR' })
const orderFrom = (random: Random) => String(random.whole(orders.from, orders.to))

function ticket({ label }: Draw): Draft {
  const input = { subject: label, body: 'Opened in a storm.', requesterEmail: 'chaos@example.test', priority: 'low' }
  return { operation: 'helpdesk.create_ticket', kind: 'idempotent', input }
}

function note({ random, label, contacts }: Draw): Draft {
  return { operation: 'crm.create_note', kind: 'idempotent', input: { contactId: random.pick(contacts), text: label } }
}

/** At most 3.00 EUR: small enough for all that an order is asked for. */
function refund({ random, label }: Draw): Draft {
  const input = { orderId: orderFrom(random), amount: euros(random.whole(50, 300)), reason: label }
  return { operation: 'commerce.refund_order', kind: 'idempotent', input }
}

function refundOfTooMuch({ random, label }: Draw): Draft {
  const input = { orderId: orderFrom(random), amount: euros(999_900), reason: label }
  return { operation: 'commerce.refund_order', kind: 'idempotent', refused: true, input }
}

/** Up to 25.00 EUR nobody is asked. */
function creditLimit(from: number, to: number) {
  return ({ random, contacts }: Draw): Draft => {
    const input = { contactId: random.pick(contacts), amount: euros(random.whole(from, to)) }
    return { operation: 'crm.set_credit_limit', kind: 'never', input }
  }
}

function mail({ label }: Draw): Draft {
  return { operation: 'mail.send', kind: 'never', input: { to: 'ada@example.test', subject: label, body: 'Sent in a storm.' } }
}

function noteAway(draw: Draw): Draft {
  const noteId = draw.notes.shift()
  return noteId === undefined ? ticket(draw) : { operation: 'crm.delete_note', kind: 'harmless', input: { noteId: String(noteId) } }
}

function look({ random }: Draw): Draft {
  return { operation: 'commerce.get_order', kind: 'read', input: { orderId: orderFrom(random) } }
}

const shares: readonly [percent: number, draft: (draw: Draw) => Draft][] = [
  [22, ticket],
  [12, note],
  [15, refund],
  [2, refundOfTooMuch],
  [13, creditLimit(100, 2_500)],
  [6, creditLimit(2_600, 90_000)],
  [17, mail],
  [7, noteAway],
  [6, look],
]

/** Actions of every kind, mixed, within the rules of the demo: what is refused is meant to be. */
export function planActions(
  random: Random,
  { seed, count, contacts }: { seed: number; count: number; contacts: readonly string[] },
): PlannedAction[] {
  const notes = Array.from({ length: notesToDelete }, (_, index) => index + 1)
  // The shares hold in a short run too: every kind gets its part, in an order of the seed's own.
  const dealt = Array.from({ length: count }, (_, index) => draftAt(((index + 0.5) * 100) / count))
  return shuffled(random, dealt).map((draft, index) => ({
    key: `chaos-${seed}-${index}`,
    refused: false,
    ...draft({ random, label: `Chaos ${seed}-${index}`, contacts, notes }),
    verdict: random.chance(0.08) ? 'reject' : 'approve',
    hangUpMs: random.chance(0.12) ? random.whole(1, 60) : null,
    askAgain: random.chance(0.15),
  }))
}

function draftAt(percent: number): (draw: Draw) => Draft {
  let sum = 0
  for (const [share, draft] of shares) {
    sum += share
    if (percent < sum) return draft
  }
  return ticket
}

/** The same values in an order of the seed's own. */
export function shuffled<T>(random: Random, values: readonly T[]): T[] {
  const left = [...values]
  return values.map(() => left.splice(random.whole(0, left.length - 1), 1)[0] as T)
}
