import { z } from 'zod'
import { type Pause, pauseScopes } from '#lib/actions/index.ts'

const person = z.object({ id: z.uuid(), name: z.string() })

/** A pause as the API shows it. */
export const pauseViewSchema = z.object({
  id: z.uuid(),
  scope: z.enum(pauseScopes),
  connection: z.object({ id: z.uuid(), name: z.string(), title: z.string() }).nullable(),
  operation: z.string().nullable(),
  reason: z.string(),
  pausedBy: person,
  pausedAt: z.iso.datetime(),
  lifted: z.object({ by: person, at: z.iso.datetime(), reason: z.string() }).nullable(),
})

export function pauseView({ pausedAt, lifted, ...pause }: Pause): z.infer<typeof pauseViewSchema> {
  return {
    ...pause,
    pausedAt: pausedAt.toISOString(),
    lifted: lifted === null ? null : { ...lifted, at: lifted.at.toISOString() },
  }
}
