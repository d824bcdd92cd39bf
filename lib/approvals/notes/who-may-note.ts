import { type ActionRow, policyOf, statusOf } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import { countsFor } from '#lib/policy/index.ts'
import { whyNotDecide } from '../may-decide.ts'

/** Reminders of one action are this far apart at least. */
export const reminderPauseMs = 60 * 60_000

const settledWords = 'It no longer waits for a decision.'

/** Whoever could sign may ask, those too whom an edit of theirs has excluded since; the one who asked for it may not. */
export function whyNotAsk(caller: Caller, row: ActionRow): string | null {
  if (statusOf(row) !== 'awaiting_approval') return settledWords
  if (row.requestedById === caller.personId) return 'You asked for it yourself: there is nobody to ask.'
  if (!can(caller, 'action.note')) return 'This takes someone who may decide, or a key with the scope “decide”.'
  const approver = { ...caller, signed: true }
  const couldSign = (policyOf(row)?.requirements ?? []).some((requirement) => countsFor(requirement, approver, [row.requestedById]))
  return couldSign || row.assigneeId === caller.personId ? null : 'Those who are asked to decide may ask about it.'
}

/** A question is answered by whoever it was put to, or by the one who asked for the action. */
export function mayAnswer(
  caller: { personId: string },
  row: { status: string; requestedById: string },
  question: { kind: string; fromId: string | null; toId: string | null },
): boolean {
  if (row.status !== 'awaiting_approval' || question.kind !== 'question' || question.fromId === caller.personId) return false
  return question.toId === caller.personId || row.requestedById === caller.personId
}

/** Whoever may decide may let somebody else, and so may the one it was handed to, and an admin who did not ask for it. */
export function whyNotHandOver(caller: Caller, row: ActionRow): string | null {
  if (statusOf(row) !== 'awaiting_approval') return settledWords
  if (row.requestedById === caller.personId) return 'You asked for it yourself, so who decides is not yours to say.'
  if (!can(caller, 'action.note')) return 'This takes someone who may decide, or a key with the scope “decide”.'
  if (row.digest === null) return 'What would change is being looked up again.'
  if (row.assigneeId === caller.personId || can(caller, 'people.manage')) return null
  return whyNotDecide(caller, row)
}

/** The one who asked for it, and those who are asked, may remind; once an hour for all of them. */
export function whyNotRemind(caller: Caller, row: ActionRow, { lastAt, now }: { lastAt: Date | null; now: Date }): string | null {
  if (statusOf(row) !== 'awaiting_approval') return settledWords
  if (row.requestedById !== caller.personId) {
    const whyNot = whyNotAsk(caller, row)
    if (whyNot !== null) return whyNot
  }
  const left = lastAt === null ? 0 : lastAt.getTime() + reminderPauseMs - now.getTime()
  return left > 0 ? `They were reminded lately. Wait ${Math.ceil(left / 60_000)} min more.` : null
}
