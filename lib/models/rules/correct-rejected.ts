import { isJsonObject } from '#lib/core/index.ts'
import { composeAnswer } from './answer/compose-answer.ts'
import { outcomesIn } from './answer/tell-outcomes.ts'
import type { Turn } from './conversation.ts'
import { foldRequests, isCorrection } from './fold-requests.ts'
import { planSteps, type Step } from './plan.ts'
import type { Setting } from './setting.ts'

/**
 * What to do where a person said no and said in the same words what would be right ("make it 30 EUR"): the calls that ask for that,
 * or, once they are made, what to say of them. Null where nobody said so, or where it was put right once already.
 */
export function correctRejected(setting: Setting): { steps: readonly Step[]; said: string } | null {
  const { turns } = setting
  const last = turns.at(-1)
  const [rejected, ...more] = outcomesIn(last?.text ?? '').filter(isJsonObject)
  if (last === undefined || rejected === undefined || more.length > 0) return null
  const { status, comment, mayBeCorrected } = rejected
  if (status !== 'rejected' || mayBeCorrected !== true || typeof comment !== 'string' || !isCorrection(comment)) return null
  const told: Turn[] = [...turns.slice(0, -1), { text: last.text, calls: [] }, { text: comment, calls: last.calls }]
  const read = { ...setting, turns: told }
  const steps = planSteps(foldRequests(read), read)
  const corrects = steps.every((step) => namesRejected(step, rejected.actionId))
  return steps.length > 0 && corrects ? { steps, said: composeAnswer(steps, read) } : null
}

function namesRejected(step: Step, id: unknown): boolean {
  const input = step.state === 'call' ? step.input : step.state === 'done' ? step.call.input : {}
  return typeof id === 'string' && input._corrects === id
}
