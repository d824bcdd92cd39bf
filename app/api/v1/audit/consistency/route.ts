import { z } from 'zod'
import { proveConsistency } from '#lib/audit/index.ts'
import { route } from '../../_door/index.ts'

const size = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'a number of entries')
  .transform(Number)
const hash = z.string().length(64)
const answer = z.object({
  from: z.int(),
  to: z.int(),
  path: z.array(hash),
  notes: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
})

export const GET = route(
  {
    summary: 'That the log of one size is the beginning of the log of another',
    permission: 'audit.read',
    query: z.object({ from: size, to: size.optional() }),
    answer,
  },
  ({ platform, query }) => proveConsistency(platform, query),
)
