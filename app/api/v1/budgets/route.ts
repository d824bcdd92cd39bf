import { z } from 'zod'
import { type Budget, budgetChangeSchema, budgetDay, budgetMeasures, budgetScopes, setBudget, standingBudgets } from '#lib/actions/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { route } from '../_door/index.ts'

const budget = z.object({
  id: z.uuid(),
  scope: z.enum(budgetScopes),
  subjectId: z.uuid().nullable(),
  subject: z.string().nullable(),
  measure: z.enum(budgetMeasures),
  /** Money in minor units of the organisation's currency. */
  most: z.number(),
  used: z.number(),
})
const answer = z.object({ items: z.array(budget), day: z.string(), startsAnew: z.iso.datetime() })

function view({ id, scope, subjectId, subject, measure, most, used }: Budget) {
  return { id, scope, subjectId, subject, measure, most: Number(most), used: Number(used) }
}

async function today(platform: Platform) {
  const [budgets, { day, to }] = await Promise.all([standingBudgets(platform), budgetDay(platform)])
  return { items: budgets.map(view), day, startsAnew: to.toISOString() }
}

export const GET = route({ summary: 'What may be spent in a day, and what was today', permission: 'budget.read', answer }, ({ platform }) =>
  today(platform),
)

export const PUT = route(
  { summary: 'Set what may be spent in a day, or end that', permission: 'budget.manage', body: budgetChangeSchema, answer },
  async ({ platform, body, caller, traceId }) => {
    await setBudget(platform, { ...body, caller, traceId })
    return today(platform)
  },
)
