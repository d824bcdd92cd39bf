import { z } from 'zod'
import { money } from '#lib/core/index.ts'

const person = z.object({ id: z.uuid(), name: z.string() })

/** A standing grant as the API shows it. */
export const grantViewSchema = z.object({
  id: z.uuid(),
  operation: z.string(),
  connection: z.object({ id: z.uuid(), name: z.string(), title: z.string() }),
  patterns: z.array(z.looseObject({ path: z.string() })),
  requester: person.nullable(),
  tainted: z.boolean(),
  uses: z.int(),
  used: z.int(),
  budget: money.nullable(),
  spent: money,
  reason: z.string().nullable(),
  fromActionId: z.uuid().nullable(),
  grantedBy: person,
  createdAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: person.nullable(),
  state: z.enum(['standing', 'used_up', 'ended', 'revoked']),
  usedFor: z.array(z.object({ actionId: z.uuid(), sentence: z.string(), at: z.iso.datetime() })),
})
