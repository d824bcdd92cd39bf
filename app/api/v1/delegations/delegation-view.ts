import { z } from 'zod'

const person = z.object({ id: z.uuid(), name: z.string() })

/** A delegation as the API shows it. */
export const delegationViewSchema = z.object({
  id: z.uuid(),
  from: person,
  to: person,
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: z.string().nullable(),
  state: z.enum(['planned', 'active', 'ended', 'revoked']),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
})
