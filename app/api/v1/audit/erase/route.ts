import { z } from 'zod'
import { eraseAction } from '#lib/actions/index.ts'
import { eraseEvents } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { route, uuid } from '../../_door/index.ts'

const body = z
  .strictObject({
    eventIds: z.array(uuid).min(1).max(1_000).optional(),
    /** `kind:id`: all events about it. Of an action also what its own row holds. */
    subject: z
      .string()
      .max(200)
      .regex(/^[a-z_]+:\S+$/, 'a kind and an id, like action:0199…')
      .optional(),
    /** Stays in the log for good. */
    reason: z.string().trim().min(1).max(1_000),
  })
  .refine(({ eventIds, subject }) => (eventIds === undefined) !== (subject === undefined), {
    message: 'either eventIds or subject says what to erase',
    path: ['eventIds'],
  })

const answer = z.object({ erased: z.int(), eventIds: z.array(z.uuid()) })

export const POST = route(
  { summary: 'Erase the content of audit events; the log stays whole', permission: 'audit.erase', body, answer },
  ({ platform, body: { eventIds, subject, reason }, caller }) => {
    if (subject === undefined) return eraseEvents(platform, { scope: { eventIds: eventIds ?? [] }, reason, by: caller })
    const kind = subject.slice(0, subject.indexOf(':'))
    const id = subject.slice(kind.length + 1)
    if (kind !== 'action') return eraseEvents(platform, { scope: { subject: { kind, id } }, reason, by: caller })
    if (!uuid.safeParse(id).success) throw new AppError('not_found', 'There is no such action.')
    return eraseAction(platform, { actionId: id, reason, by: caller })
  },
)
