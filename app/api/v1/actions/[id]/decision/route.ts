import { z } from 'zod'
import type { ActionRow } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { AppError, isAppError } from '#lib/core/index.ts'
import { actionView, actionViewSchema } from '#lib/faces/index.ts'
import { assertionSchema } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { route, uuid } from '../../../_door/index.ts'

const body = z
  .strictObject({
    verdict: z.enum(['approve', 'reject']),
    digest: z.string().min(1).max(100),
    input: z.unknown().optional(),
    comment: z.string().max(2_000).optional(),
    /** What the browser answered once a passkey had signed the challenge. */
    signature: assertionSchema.optional(),
  })
  .refine(({ verdict, input }) => verdict === 'approve' || input === undefined, {
    path: ['input'],
    error: 'only an approval can change the input',
  })

export const POST = route(
  {
    summary: 'Decide on exactly what was shown',
    permission: 'action.read',
    params: z.object({ id: uuid }),
    body,
    answer: actionViewSchema,
  },
  async ({ platform, params: { id }, body: { input, ...decision }, caller }) => {
    try {
      const row = await decideAction(platform, { actionId: id, caller, ...decision, ...(input === undefined ? {} : { input }) })
      return await actionView(platform, row)
    } catch (error) {
      throw await withView(platform, error)
    }
  },
)

/** A conflict carries the action as it is now. */
async function withView(platform: Platform, error: unknown): Promise<unknown> {
  if (!isAppError(error, 'conflict') || error.extra.action === undefined) return error
  return new AppError('conflict', error.message, { extra: { action: await actionView(platform, error.extra.action as ActionRow) } })
}
