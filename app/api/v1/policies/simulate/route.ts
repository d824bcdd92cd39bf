import { z } from 'zod'
import { simulatePolicy, simulationSchema } from '#lib/policy/index.ts'
import { route } from '../../_door/index.ts'

const change = z.object({ actionId: z.uuid(), from: z.string(), to: z.string(), operation: z.string(), summary: z.string() })
const answer = z.object({
  sampled: z.int(),
  changes: z.array(change),
  changed: z.int(),
  counts: z.array(z.object({ from: z.string(), to: z.string(), actions: z.int() })),
  notes: z.array(z.string()),
})

export const POST = route(
  {
    summary: 'What a draft of the policy would have said of the latest actions',
    permission: 'policy.change',
    body: simulationSchema,
    answer,
  },
  ({ platform, body, caller }) => simulatePolicy(platform, { ...body, caller }),
)
