import { z } from 'zod'
import { verifyAudit } from '#lib/audit/index.ts'
import { route } from '../../_door/index.ts'

const answer = z.looseObject({
  ok: z.boolean(),
  events: z.int(),
  erased: z.int(),
  checkpoints: z.int(),
  firstBad: z.object({ index: z.int().nullable(), eventId: z.string().nullable(), why: z.string() }).optional(),
})

export const GET = route({ summary: 'Recompute the audit log and its checkpoints', permission: 'audit.read', answer }, ({ platform }) =>
  verifyAudit(platform),
)
