import { format } from '../time-words.ts'

/** How a connection's circuit breaker stands. Times are ISO 8601 in UTC. */
export interface GateState {
  breaker: 'closed' | 'open' | 'half_open'
  openedAt: string | null
  openUntil: string | null
  why: string | null
}

export interface GateWords {
  answers: boolean
  text: string
}

const nearMs = 120_000

/** `14:02`, with the seconds when that is about now, and with the day when it is not today. */
function momentWords(at: Date, now: Date, zone: string | undefined): string {
  const near = Math.abs(at.getTime() - now.getTime()) < nearMs
  const time = format(at, zone, near ? 'clock' : 'minute')
  return format(at, zone, 'day') === format(now, zone, 'day') ? time : `${time} on ${format(at, zone, 'day')}`
}

/** What a page says of a connection that answers, does not answer, or is being tried. Without a zone: the reader's own. */
export function gateWords({ breaker, openedAt, openUntil, why }: GateState, now: Date, zone?: string): GateWords {
  if (breaker === 'closed') return { answers: true, text: 'Answers' }
  const since = openedAt === null ? '' : ` since ${momentWords(new Date(openedAt), now, zone)}`
  const because = why === null || why === '' ? '' : ` (${why.replace(/\.$/, '')})`
  if (breaker === 'half_open') return { answers: false, text: `Trying one request: it has not answered${since}${because}` }
  const next =
    openUntil === null || new Date(openUntil) <= now
      ? 'tried again with its next action'
      : `tried again at ${momentWords(new Date(openUntil), now, zone)}`
  return { answers: false, text: `Not answering${since}: ${next}${because}` }
}

/** `12 actions wait`; empty when none does. */
export function waitingWords(count: number): string {
  if (count === 0) return ''
  return count === 1 ? '1 action waits' : `${count.toLocaleString('en')} actions wait`
}
