import { z } from 'zod'
import { exportAudit } from '#lib/audit/index.ts'
import { route } from '../../_door/index.ts'
import { auditTime, auditWords } from '../audit-query.ts'

const query = z.object({ subject: auditWords, from: auditTime, to: auditTime })

export const GET = route(
  { summary: 'The audit log with its proofs, for a stranger to verify', permission: 'audit.read', query, streams: 'application/jsonl' },
  async ({ platform, query, caller, traceId }) => {
    const { fileName, lines } = await exportAudit(platform, query, caller)
    const failed = (error: unknown) => platform.log.error({ err: error, traceId }, 'an export of the audit log ended early')
    return new Response(asBytes(lines, failed), {
      headers: {
        'content-type': 'application/jsonl; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    })
  },
)

/** The next piece is made when the last one is taken; when the reader leaves, the making ends. */
function asBytes(pieces: AsyncGenerator<string, void>, failed: (error: unknown) => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await pieces.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        } catch (error) {
          // The status is out already: the connection breaks, and the file lacks its last line.
          failed(error)
          throw error
        }
      },
      async cancel() {
        await pieces.return()
      },
    },
    { highWaterMark: 0 },
  )
}
