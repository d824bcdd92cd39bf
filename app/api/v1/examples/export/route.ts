import { z } from 'zod'
import { exampleLabels, exportExamples } from '#lib/approvals/index.ts'
import { linesResponse, route, uuid } from '../../_door/index.ts'

const time = z.iso
  .datetime()
  .transform((at) => new Date(at))
  .optional()
const query = z.object({
  operation: z.string().min(1).max(300).optional(),
  label: z.enum(exampleLabels).optional(),
  from: time,
  to: time,
  limit: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, 'a whole number from 1 to 9,999,999')
    .transform(Number)
    .optional()
    .describe('Lines at most'),
  cursor: uuid.optional().describe('The `id` of the last line of an earlier file: this one goes on after it'),
})

export const GET = route(
  {
    summary: 'What was proposed and what people made of it, for tests of models and rules',
    permission: 'example.read',
    query,
    streams: 'application/jsonl',
  },
  async ({ platform, query: { cursor: after, ...filter }, caller, traceId }) => {
    const { fileName, lines } = await exportExamples(platform, { ...filter, after }, caller)
    const failed = (error: unknown) => platform.log.error({ err: error, traceId }, 'an export of the labelled examples ended early')
    return linesResponse({ fileName, lines, failed })
  },
)
