import { type ActionStatus, type AttemptClass, mayMove, nextStep, type Repeat } from '#lib/core/index.ts'
import { allMet, type Requirement, requirementsMet } from '#lib/policy/index.ts'

/** An action's whole life without a database: what the ledger has to agree with, made of the pure functions that the ledger itself uses. */
export interface Life {
  readonly status: ActionStatus
  readonly repeat: Repeat
  readonly hasCheck: boolean
  readonly requester: string
  readonly editors: readonly string[]
  readonly requirements: readonly Requirement[]
  /** Stands for the digest: another one for each card, 0 while there is none. */
  readonly digest: number
  readonly votes: readonly { person: string; digest: number }[]
  readonly fence: number
  readonly attempts: number
  /** An attempt ended, and nobody saw how. */
  readonly inDoubt: boolean
}

export type Verdict = { verdict: 'allow' | 'deny' } | { verdict: 'ask'; requirements: readonly Requirement[] }

export type LifeEvent =
  | ({ kind: 'prepared' } & (Verdict | { verdict: 'unprepared' }))
  | { kind: 'decided'; person: string; digest: number; verdict: 'approve' | 'reject' }
  | { kind: 'edited'; person: string; digest: number; lowered: boolean }
  | { kind: 'cancelled' }
  | { kind: 'lapsed' }
  /** A worker takes it, if what the policy says now agrees. */
  | { kind: 'claimed'; now: Verdict | { verdict: 'lapsed' } }
  | { kind: 'ended'; fence: number; seen: AttemptClass }
  | { kind: 'lease_lost' }
  | { kind: 'checked'; happened: boolean | 'unknown' }
  | { kind: 'resolved'; person: string; outcome: 'succeeded' | 'failed' | 'run_again' }

/** Eight in the house; three here, so that they run out within a sequence. */
export const attemptsAllowed = 3

export function newLife(given: Pick<Life, 'repeat' | 'hasCheck' | 'requester'>): Life {
  return { ...given, status: 'requested', editors: [], requirements: [], digest: 0, votes: [], fence: 0, attempts: 0, inDoubt: false }
}

/** What the event makes of it. Null: refused, and nothing has changed. Every event has an answer in every status. */
export function live(life: Life, event: LifeEvent): Life | null {
  switch (event.kind) {
    case 'prepared':
      return life.status === 'requested' ? prepared(life, event) : null
    case 'decided':
      return mayDecide(life, event) ? decided(life, event) : null
    case 'edited':
      return mayDecide(life, event) ? edited(life, event) : null
    case 'cancelled':
      return move(life, 'cancelled')
    case 'lapsed':
      return life.status === 'awaiting_approval' ? move(life, 'expired') : null
    case 'claimed':
      return claimed(life, event.now)
    case 'ended':
      return life.status === 'running' && life.fence === event.fence ? ended(life, event.seen) : null
    case 'lease_lost':
      return life.status === 'running' ? ended(life, 'unknown') : null
    case 'checked':
      return life.status === 'outcome_unknown' ? checked(life, event.happened) : null
    case 'resolved':
      return resolved(life, event)
  }
}

function move(life: Life, to: ActionStatus, change: Partial<Life> = {}): Life | null {
  return mayMove(life.status, to) ? { ...life, ...change, status: to } : null
}

/** A new card: what was agreed to on the one before does not count on this one. */
function ask(life: Life, requirements: readonly Requirement[]): Life | null {
  return move(life, 'awaiting_approval', {
    requirements,
    digest: life.digest + 1,
    fence: life.fence + (life.status === 'requested' ? 0 : 1),
  })
}

function prepared(life: Life, event: Extract<LifeEvent, { kind: 'prepared' }>): Life | null {
  if (event.verdict === 'allow') return move(life, 'queued', { digest: 1 })
  if (event.verdict === 'ask') return ask(life, event.requirements)
  return move(life, event.verdict === 'deny' ? 'denied' : 'failed')
}

function agreed(life: Life, requirements: readonly Requirement[]): boolean {
  const votes = life.votes
    .filter(({ digest }) => digest === life.digest)
    .map(({ person }) => ({ personId: person, roles: ['approver'] as const, teams: [], standsInFor: [], signed: false }))
  return allMet(requirementsMet(requirements, votes, [life.requester, ...life.editors]))
}

function mayDecide(life: Life, { person, digest }: { person: string; digest: number }): boolean {
  const excluded = person === life.requester || life.editors.includes(person)
  const again = life.votes.some((vote) => vote.person === person && vote.digest === digest)
  return life.status === 'awaiting_approval' && digest === life.digest && !excluded && !again
}

function decided(life: Life, event: Extract<LifeEvent, { kind: 'decided' }>): Life | null {
  if (event.verdict === 'reject') return move(life, 'rejected')
  const voted = { ...life, votes: [...life.votes, { person: event.person, digest: event.digest }] }
  return agreed(voted, voted.requirements) ? move(voted, 'queued') : voted
}

function edited(life: Life, { person, lowered }: Extract<LifeEvent, { kind: 'edited' }>): Life | null {
  const card = ask(life, life.requirements)
  if (card === null) return null
  if (!lowered) return { ...card, editors: [...card.editors, person] }
  const signed = { ...card, votes: [...card.votes, { person, digest: card.digest }] }
  return agreed(signed, signed.requirements) ? move(signed, 'queued') : signed
}

function claimed(life: Life, now: Extract<LifeEvent, { kind: 'claimed' }>['now']): Life | null {
  if (life.status !== 'queued') return null
  if (now.verdict === 'deny') return move(life, 'denied')
  if (now.verdict === 'lapsed') return move(life, 'expired')
  if (now.verdict === 'ask' && !agreed(life, now.requirements)) return ask(life, now.requirements)
  return move(life, 'running', { fence: life.fence + 1, attempts: life.attempts + 1 })
}

function ended(life: Life, seen: AttemptClass): Life | null {
  if (seen === 'succeeded') return move(life, 'succeeded')
  const { repeat, hasCheck, inDoubt } = life
  const step = nextStep(seen, { repeat, hasCheck, inDoubt, attemptsLeft: attemptsAllowed - life.attempts })
  if (step === 'again') return move(life, 'queued', { inDoubt: inDoubt || seen === 'unknown' })
  return move(life, step === 'failed' ? 'failed' : 'outcome_unknown')
}

function checked(life: Life, happened: boolean | 'unknown'): Life | null {
  if (happened === 'unknown') return life
  if (happened) return move(life, 'succeeded')
  return move(life, life.attempts < attemptsAllowed ? 'queued' : 'failed', { inDoubt: false })
}

function resolved(life: Life, { person, outcome }: Extract<LifeEvent, { kind: 'resolved' }>): Life | null {
  if (life.status !== 'outcome_unknown' || person === life.requester) return null
  return move(life, outcome === 'run_again' ? 'queued' : outcome, { inDoubt: false })
}
