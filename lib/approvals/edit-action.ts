import { type ActionRow, loadAction, moveAction, type PendingEdit, waitForAction } from '#lib/actions/index.ts'
import { loadOperation } from '#lib/connectors/index.ts'
import { AppError, hashJson, hideSecrets, type JsonSchema, keepSecrets, maskSecrets, secretsIn } from '#lib/core/index.ts'
import { type Platform, Prisma, queueJob, toJson, withTransaction } from '#lib/platform/index.ts'
import { type DecisionRequest, keepDecision, lockForDecision } from './lock-for-decision.ts'
import { onlyLowersOneAmount } from './lowered-amount.ts'
import { decidesFor } from './may-decide.ts'
import { requireSignature } from './sign-decision.ts'

/** How long the caller waits for the new preview and verdict. */
const editWaitMs = 5_000

/**
 * Approve with changes: the input is replaced, votes on the old digest are void, preview and policy run again in the
 * worker. The editor's approval counts on the new digest only if all that changed is one amount, lower, and no passkey is asked for.
 */
export async function editAction(platform: Platform, request: DecisionRequest): Promise<ActionRow> {
  if (request.signature !== undefined)
    throw new AppError('invalid', 'A change is not signed. Send it without a signature, then sign what comes of it.')
  const before = await loadAction(platform.db, request.actionId)
  const connected = await loadOperation(platform, { operation: before.operation, connectionId: before.connectionId })
  if (connected === null)
    throw new AppError('conflict', 'The operation is no longer there, so its input cannot be changed.', { extra: { action: before } })
  const { input: schema } = connected.operation
  // The form never showed a secret: a mask that was left in it stands for the old one.
  const parsed = schema.parse(keepSecrets(schema.json, request.input, before.input))
  const id = await withTransaction(platform, async (tx) => {
    const row = await lockForDecision(tx, request)
    requireSignature(row, request, null)
    if (!parsed.ok) {
      throw new AppError('invalid', 'The changed input does not fit.', {
        errors: parsed.errors.map(({ path, message }) => ({ path: path === '' ? 'input' : `input.${path}`, message })),
      })
    }
    if (hashJson(parsed.value) === hashJson(row.input))
      throw new AppError('invalid', 'Nothing was changed. Approve it as it is, or change something.')
    const lowered = onlyLowersOneAmount(row.input, parsed.value)
    const onBehalfOfId = decidesFor(request.caller, row)
    await keepDecision(platform, tx, row, { ...request, verdict: 'edit', input: parsed.value, signature: undefined })
    const at = platform.clock.now()
    await tx.decision.updateMany({
      where: { actionId: row.id, voidedAt: null, verdict: 'approve' },
      data: { voidedAt: at, voidReason: `${request.caller.name} changed what is sent.` },
    })
    const { personId: by, apiKeyId } = request.caller
    const edit: PendingEdit = { by, apiKeyId, onBehalfOfId, lowered, comment: request.comment ?? null }
    // Whoever changed it asks for it from now on, and so does the one in whose name it was changed.
    const askers = [by, ...(onBehalfOfId === null ? [] : [onBehalfOfId])]
    await moveAction(platform, tx, row, {
      to: 'awaiting_approval',
      data: {
        input: toJson(parsed.value),
        digest: null,
        preview: Prisma.DbNull,
        pendingEdit: toJson(edit),
        waitingNote: `Changed by ${request.caller.name}.`,
        fence: row.fence + 1,
        ...(lowered ? {} : { editedBy: [...new Set([...row.editedBy, ...askers])] }),
      },
      guard: { digest: row.digest },
      audit: {
        kind: 'action.edited',
        actor: { kind: 'person', id: request.caller.personId },
        content: {
          former: row.digest,
          ...keptChange(schema.json, row.input, parsed.value),
          lowered,
        },
      },
    })
    await queueJob(tx, platform.live, { queue: 'prepare', id: row.id, jobId: `${row.id}-${row.fence + 1}` })
    return row.id
  })
  return waitForAction(platform, id, { ms: editWaitMs, until: 'prepared' })
}

/** What the log keeps of a change: both inputs without the secrets of either, and whether a secret is among what was changed. */
function keptChange(schema: JsonSchema, before: unknown, after: unknown) {
  const [former, fresh] = [secretsIn(schema, before), secretsIn(schema, after)]
  const shown = (input: unknown) => hideSecrets(maskSecrets(schema, input), [...former, ...fresh])
  return { before: shown(before), after: shown(after), secretChanged: hashJson(former) !== hashJson(fresh) }
}
