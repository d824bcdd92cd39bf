import { z } from 'zod'
import { listAuditEvents } from '#lib/audit/index.ts'
import { listAnswer, listQuery, route } from '../_door/index.ts'
import { auditTime, auditWords } from './audit-query.ts'

const query = listQuery.extend({ subject: auditWords, actor: auditWords, kind: auditWords, from: auditTime, to: auditTime })

const event = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable() }),
  subject: z.object({ kind: z.string(), id: z.string() }),
  content: z.unknown(),
  traceId: z.string().nullable(),
  contentHash: z.string(),
  erased: z.object({ at: z.iso.datetime(), eventId: z.uuid() }).nullable(),
  index: z.int().nullable(),
})

export const GET = route(
  { summary: 'Audit events, newest first', permission: 'audit.read', query, answer: listAnswer(event) },
  ({ platform, query }) => listAuditEvents(platform, query),
)
