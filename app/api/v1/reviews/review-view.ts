import { z } from 'zod'
import { reviewStatuses } from '#lib/approvals/index.ts'

const person = z.object({ id: z.uuid(), name: z.string() })
const time = z.iso.datetime()

/** A question of a run as the API shows it. */
export const reviewViewSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  question: z.string(),
  /** JSON Schema of the answer. */
  schema: z.looseObject({}),
  context: z.array(z.object({ label: z.string(), value: z.string() })),
  asked: z.object({ role: z.string(), team: z.string().nullable() }),
  owner: person,
  runId: z.uuid().nullable(),
  status: z.enum(reviewStatuses),
  answer: z.unknown(),
  comment: z.string().nullable(),
  answeredBy: person.nullable(),
  answeredAt: time.nullable(),
  waitingSince: time,
  dueAt: time.nullable(),
  mayAnswer: z.boolean(),
  whyNot: z.string().nullable(),
})
