import type { Call, Turn } from '../conversation.ts'
import { showLine } from './plain-text.ts'

const dropping = /^(?:never ?mind|forget (?:it|that|about it)|leave it|drop it|stop)$/iu
const takingBack =
  /^(?:(?:no|oh no|wait|sorry|oops|please|actually|ok),? )*(?:(?:cancel|stop|undo|revoke|withdraw|revert|scrap|abort|drop|take back|call off|do not do|don['’]t do) (?:it|that|this|them|both|all of (?:it|that|them)|the last (?:one|thing|request)|my (?:last )?request|what i (?:just )?(?:said|asked(?: for)?))|take (?:it|that|them) back|call (?:it|that) off)(?:,? (?:again|please|now|instead))*$/iu

/**
 * What to say to who takes back what they asked for: only a person can withdraw what waits, on its card. Null where the text says
 * something else, or where nothing was asked for that could be meant.
 */
export function tellWithdrawal(text: string, earlier: readonly Turn[], isEffect: (call: Call) => boolean): string | null {
  const bare = text.trim().replace(/[\s.!?,]+$/u, '')
  if (dropping.test(bare)) return 'All right, I leave it. What already waits for approval can be withdrawn on its card.'
  if (!takingBack.test(bare)) return null
  // "cancel it" after something was only read means that thing.
  const last = earlier.findLast((turn) => turn.calls.length > 0)
  const made = (last?.calls ?? []).filter(isEffect)
  const [call] = made
  if (call === undefined) return null
  const what = made.length === 1 && call.outcome?.summary ? ` (${showLine(call.outcome.summary)})` : ''
  const isDone = made.every(({ outcome }) => outcome?.status === 'succeeded')
  if (isDone) return `This is done already${what}. Where it can be undone, its card has a button for that.`
  return `I can’t take this back myself${what}. While it waits, you can withdraw it on its card; nothing happens then.`
}
