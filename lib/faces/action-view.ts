import { z } from 'zod'
import { actionStatuses, doors, effects, preview, roles } from '#lib/core/index.ts'

const time = z.iso.datetime()

export const requirementView = z.object({ role: z.enum(roles), quorum: z.int(), requesterExcluded: z.boolean(), met: z.int() })
export const ruleView = z.object({ name: z.string(), verdict: z.string(), reason: z.string() })
export const sourceView = z.looseObject({ actionId: z.string(), operation: z.string(), title: z.string(), quote: z.string() })

/** One action, as the contract describes it. */
export const actionViewSchema = z.object({
  id: z.uuid(),
  operation: z.string(),
  operationVersion: z.string(),
  connection: z.object({ id: z.uuid(), name: z.string(), revision: z.int() }),
  effect: z.enum(effects),
  input: z.unknown(),
  status: z.enum(actionStatuses),
  digest: z.string().nullable(),
  preview: preview.nullable(),
  policy: z
    .object({
      verdict: z.enum(['allow', 'require_approval', 'deny']),
      rules: z.array(ruleView),
      requirements: z.array(requirementView),
      version: z.int(),
      dueAt: time.nullable(),
    })
    .nullable(),
  decisions: z.array(
    z.object({
      person: z.object({ id: z.uuid(), name: z.string() }),
      /** In whose place it was decided. */
      onBehalfOf: z.object({ id: z.uuid(), name: z.string() }).nullable(),
      verdict: z.enum(['approve', 'reject', 'edit']),
      digest: z.string(),
      comment: z.string().nullable(),
      at: time,
      byKey: z.boolean(),
      /** The person's passkey signed it; the receipt holds the signature. */
      signed: z.boolean(),
      voidedAt: time.nullable(),
      voidReason: z.string().nullable(),
    }),
  ),
  result: z.unknown(),
  error: z.looseObject({ message: z.string() }).nullable(),
  attempts: z.int(),
  undoable: z.boolean(),
  undoOf: z.uuid().nullable(),
  undoneBy: z.uuid().nullable(),
  retryOf: z.uuid().nullable(),
  /** The rejected action that this one puts right. */
  correctsOf: z.uuid().nullable(),
  /** Whom it was handed to. */
  assignee: z.uuid().nullable(),
  after: z.array(z.uuid()),
  requestedBy: z.object({ kind: z.literal('person'), id: z.uuid(), via: z.enum(doors) }),
  origin: z.object({
    conversationId: z.uuid().nullable(),
    turnId: z.uuid().nullable(),
    runId: z.uuid().nullable(),
    tainted: z.boolean(),
    sources: z.array(sourceView),
  }),
  reason: z.string().nullable(),
  waitingNote: z.string().nullable(),
  /** Why what it held is no longer here: kept long enough, or erased. */
  clearedNote: z.string().nullable(),
  traceId: z.string(),
  createdAt: time,
  settledAt: time.nullable(),
})
export type ActionView = z.infer<typeof actionViewSchema>
