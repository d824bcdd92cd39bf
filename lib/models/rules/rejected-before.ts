import { isJsonObject } from '#lib/core/index.ts'
import { outcomesIn } from './answer/tell-outcomes.ts'
import type { Turn } from './conversation.ts'

/** The rejected action that a corrected request of this tool puts right: the latest that nothing has put right since. */
export function rejectedBefore(toolName: string, turns: readonly Turn[]): string | null {
  const calls = turns.flatMap((turn) => turn.calls).filter((call) => call.toolName === toolName)
  const corrected = new Set(
    turns
      .slice(0, -1)
      .flatMap((turn) => turn.calls)
      .map((call) => call.input._corrects),
  )
  const told = turns.flatMap(({ text }) => outcomesIn(text).filter(isJsonObject))
  const rejected = new Set(told.flatMap(({ actionId, status }) => (status === 'rejected' ? [actionId] : [])))
  const made = calls.findLast(({ outcome }) => {
    const id = outcome?.actionId ?? null
    return id !== null && !corrected.has(id) && (rejected.has(id) || outcome?.status === 'rejected')
  })
  return made?.outcome?.actionId ?? null
}
