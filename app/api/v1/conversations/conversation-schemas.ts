import { z } from 'zod'
import { uuid } from '../_door/index.ts'

const time = z.iso.datetime()

export const conversationSchema = z.object({
  id: uuid,
  title: z.string(),
  createdAt: time,
  updatedAt: time,
  active: z.boolean(),
  dryRun: z.boolean(),
})

/** What a conversation would ask for. */
export const plannedSchema = z.object({
  id: uuid,
  turnId: uuid,
  operation: z.string(),
  title: z.string(),
  sentence: z.string(),
  changes: z.array(z.looseObject({ path: z.string() })),
  warnings: z.array(z.string()),
  verdict: z.enum(['allow', 'require_approval', 'deny']),
  reasons: z.array(z.string()),
  after: z.array(uuid),
  why: z.string().nullable(),
  tainted: z.boolean(),
  actionId: uuid.nullable(),
})

/** An AI SDK UI message: `text` parts and `data-action` parts, whose action is looked up by its id. */
export const messageSchema = z.object({
  id: uuid,
  role: z.enum(['user', 'assistant']),
  parts: z.array(z.looseObject({ type: z.string() })),
  metadata: z.object({ turnId: uuid, kind: z.enum(['user', 'background']), createdAt: time, model: z.string().optional() }),
})
