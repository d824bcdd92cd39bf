import { loadOperation, openClient } from '#lib/connectors/index.ts'
import { type CheckAnswer, type JsonSchema, maskSecrets, retryDefaults } from '#lib/core/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { lockAction, statusOf } from './action-row.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { type Move, moveAction, system } from './move-action.ts'
import { pauseOver } from './pauses/pause.ts'
import { standingPauses } from './pauses/standing-pauses.ts'
import { attemptsOf } from './settle-action.ts'
import { checkDelaysMs, checkTakenMs } from './tunables.ts'

/**
 * Finds out, with the operation's own read, whether an outcome that nobody saw happened: at once, and again later while the answer
 * stays open. In doubt it stays unknown, and a person is asked. Safe to run twice.
 */
export async function checkOutcome(platform: Platform, id: string): Promise<void> {
  const before = await platform.db.action.findUnique({ where: { id } })
  if (before === null || statusOf(before) !== 'outcome_unknown') return
  const connected = await loadOperation(platform, before)
  if (connected?.operation.check === undefined) return
  // `checkAfter` stays due: it is asked about once the pause is lifted.
  if (pauseOver(await standingPauses(platform), before) !== null) return
  // Taken: another worker does not ask at the same time, and asks if this one dies.
  const { fence, checks, checkAfter } = before
  const taken = await platform.db.action.updateMany({
    where: { id, status: 'outcome_unknown', fence, checks, checkAfter },
    data: { checkAfter: new Date(platform.clock.now().getTime() + checkTakenMs) },
  })
  if (taken.count === 0) return
  const answer = await ask(platform, before, connected)
  await withTransaction(platform, async (tx) => {
    const row = await lockAction(tx, id)
    if (statusOf(row) !== 'outcome_unknown' || row.fence !== before.fence || row.checks !== before.checks) return
    if (answer.happened === 'unknown') {
      const delay = checkDelaysMs[row.checks]
      const checkAfter = delay === undefined ? null : new Date(platform.clock.now().getTime() + delay)
      await tx.action.updateMany({ where: { id, fence: row.fence, checks: row.checks }, data: { checks: row.checks + 1, checkAfter } })
      return
    }
    const attemptsLeft = attemptsOf(connected) - row.attempts
    const move = answer.happened
      ? happened(answer.output ?? {}, row.attempts, connected.operation.output.json)
      : didNotHappen(row.attempts, attemptsLeft > 0)
    const moved = await moveAction(platform, tx, row, move)
    if (moved && move.to === 'queued') await enqueueIfReady(platform, tx, row)
  })
}

async function ask(
  platform: Platform,
  { id, input }: { id: string; input: unknown },
  { operation, connection }: NonNullable<Awaited<ReturnType<typeof loadOperation>>>,
): Promise<CheckAnswer<unknown>> {
  try {
    const { client } = await openClient(platform, connection.id)
    const context = { client, actionId: id, signal: AbortSignal.timeout(retryDefaults.deadlineMs) }
    return (await operation.check?.(input, context)) ?? { happened: 'unknown' }
  } catch (error) {
    platform.log.info({ error, actionId: id }, 'whether it happened could not be found out')
    return { happened: 'unknown' }
  }
}

function happened(output: unknown, attempt: number, schema: JsonSchema): Move {
  const result = toJson(output)
  return {
    to: 'succeeded',
    data: { result, error: null },
    audit: { kind: 'action.settled', actor: system, content: { by: 'check', attempt, result: maskSecrets(schema, result) } },
  }
}

function didNotHappen(attempt: number, again: boolean): Move {
  return {
    to: again ? 'queued' : 'failed',
    // Nothing was done with the key, so its life begins anew.
    data: again ? { notBefore: null, firstSentAt: null } : {},
    audit: {
      kind: again ? 'action.attempt_ended' : 'action.settled',
      actor: system,
      content: { by: 'check', happened: false, attempt, again },
    },
  }
}
