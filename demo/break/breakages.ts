import type { Fault, FaultMode } from '../faults.ts'

/** Something that a visitor can make go wrong with one press. */
export interface Breakage {
  id: string
  /** What the next victim is. */
  on: 'change' | 'mail'
  label: string
  /** What happens over here, in a sentence. */
  what: string
  mode: FaultMode
}

export const breakages: readonly Breakage[] = [
  {
    id: 'drop_answer',
    on: 'change',
    label: 'Drop the next answer',
    what: 'It is done, then the line is cut: nobody hears that it was.',
    mode: 'drop_after',
  },
  {
    id: 'cut_before',
    on: 'change',
    label: 'Cut the connection before it is done',
    what: 'From outside it looks the same, but nothing was done.',
    mode: 'drop_before',
  },
  { id: 'error', on: 'change', label: 'Answer with an error', what: 'A 500, and nothing done.', mode: '500' },
  { id: 'busy', on: 'change', label: 'Say: too busy', what: 'A 429: nothing done, try again in a second.', mode: '429' },
  {
    id: 'garbage',
    on: 'change',
    label: 'Do it, but answer garbage',
    what: 'It is done, and the answer is no answer.',
    mode: 'garbage',
  },
  { id: 'late', on: 'change', label: 'Do it, but answer late', what: 'Five seconds: time to kill the worker that waits.', mode: 'slow' },
  { id: 'hang', on: 'change', label: 'Hang', what: 'Nothing done, and never an answer. It is waited for 15 seconds.', mode: 'timeout' },
  {
    id: 'cut_mail',
    on: 'mail',
    label: 'Cut the next mail',
    what: 'It is delivered, then the line is cut. A mail has no key: a person is asked.',
    mode: 'drop_after',
  },
  { id: 'refuse_mail', on: 'mail', label: 'Refuse the next mail for now', what: 'A 451: not delivered, try again.', mode: '429' },
]

/** The next change: any request but one that only reads. */
export function faultOf({ on, mode }: Breakage): Fault {
  return on === 'mail' ? { path: 'smtp', method: '*', mode, count: 1 } : { path: '*', method: '!GET', mode, count: 1 }
}

/** What a fault did to the request that it struck. */
export const faultWords: Readonly<Record<FaultMode, string>> = {
  '500': 'answered with an error',
  '429': 'told to try later',
  timeout: 'never answered',
  slow: 'answered late',
  drop_before: 'cut before it was done',
  drop_after: 'answer dropped',
  garbage: 'answered garbage',
}

/** Under these nothing is done. */
export const doesNothing: ReadonlySet<string> = new Set<FaultMode>(['500', '429', 'timeout', 'drop_before'])
