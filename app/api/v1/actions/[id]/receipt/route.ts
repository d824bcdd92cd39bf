import { z } from 'zod'
import { actionReceipt } from '#lib/actions/index.ts'
import { receiptSchema } from '#lib/core/index.ts'
import { answer, route, uuid } from '../../../_door/index.ts'

export const GET = route(
  {
    summary: 'A receipt: what was approved, by whom, and that it ran, with its proofs from the audit log',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    answer: receiptSchema,
  },
  async ({ platform, params: { id }, caller }) =>
    answer(200, await actionReceipt(platform, { actionId: id, caller }), {
      'content-disposition': `attachment; filename="receipt-${id}.json"`,
    }),
)
