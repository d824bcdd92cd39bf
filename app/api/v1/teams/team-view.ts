import { z } from 'zod'

/** A team as the API shows it. */
export const teamViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  createdAt: z.iso.datetime(),
  members: z.array(z.object({ id: z.uuid(), name: z.string(), active: z.boolean() })),
})
