import { z } from 'zod'
import { exportAudit } from '#lib/audit/index.ts'
import { linesResponse, route } from '../../_door/index.ts'
import { auditTime, auditWords } from '../audit-query.ts'

const query = z.object({ subject: auditWords, from: auditTime, to: auditTime })

export const GET = route(
  { summary: 'The audit log with its proofs, for a stranger to verify', permission: 'audit.read', query, streams: 'application/jsonl' },
  async ({ platform, query, caller, traceId }) => {
    const { fileName, lines } = await exportAudit(platform, query, caller)
    const failed = (error: unknown) => platform.log.error({ err: error, traceId }, 'an export of the audit log ended early')
    return linesResponse({ fileName, lines, failed })
  },
)
