import type { PlanStep } from '#components/chat/plan-frame.tsx'
import type { PlannedView } from '#lib/assistant/index.ts'

/** A planned action as its card shows it: values as text. */
export function planStepOf({ changes, ...planned }: PlannedView): PlanStep {
  return {
    ...planned,
    changes: changes.map(({ path, label, before, after }) => ({ path, label, before: textOf(before), after: textOf(after) })),
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  const { amount, currency, ...rest } = value as { amount?: unknown; currency?: unknown }
  if (typeof amount === 'string' && typeof currency === 'string' && Object.keys(rest).length === 0) return `${amount} ${currency}`
  return JSON.stringify(value)
}
