import { z } from 'zod'
import { listAuditEvents } from '#lib/audit/index.ts'
import { listAnswer, listQuery, route } from '../_door/index.ts'

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()
const words = z.string().min(1).max(200).optional()
const query = listQuery.extend({ subject: words, actor: words, kind: words, from: time, to: time })

const event = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  content: z.unknown(),
  traceId: z.string().nullable(),
  contentHash: z.string(),
  index: z.int().nullable(),
})

export const GET = route(
  { summary: 'Audit events, newest first', permission: 'audit.read', query, answer: listAnswer(event) },
  ({ platform, query }) => listAuditEvents(platform, query),
)
