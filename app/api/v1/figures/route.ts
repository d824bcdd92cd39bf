import { z } from 'zod'
import { approvalFigures, figureDays } from '#lib/approvals/index.ts'
import { route } from '../_door/index.ts'

const endings = z.object({
  ended: z.int(),
  approved: z.int(),
  changed: z.int(),
  rejected: z.int(),
  expired: z.int(),
  undone: z.int(),
  medianSeconds: z.number().nullable(),
  p95Seconds: z.number().nullable(),
})
const named = z.array(endings.extend({ name: z.string(), label: z.string() }))
const figures = z.object({
  days: z.literal(figureDays),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  cut: z.boolean().describe('More ended in these days than are counted: all figures are of what came since `from`'),
  all: endings,
  actions: z.int(),
  asked: z.int(),
  byDay: z.array(endings.extend({ day: z.string(), actions: z.int(), asked: z.int() })),
  byOperation: named,
  byRule: named,
  byApprover: named,
})
const query = z.object({
  days: z
    .enum(['7', '30', '90'])
    .default('30')
    .transform((text) => figureDays.find((days) => String(days) === text) ?? 30)
    .describe('Of the last so many days'),
})

export const GET = route(
  {
    summary: 'How approvals went: endings, time to decision, by rule, operation and approver',
    permission: 'system.read',
    query,
    answer: figures,
  },
  async ({ platform, query: { days } }) => {
    const { from, to, ...rest } = await approvalFigures(platform, { days })
    return { ...rest, from: from.toISOString(), to: to.toISOString() }
  },
)
