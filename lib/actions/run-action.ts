import { openClient } from '#lib/connectors/index.ts'
import { AttemptError, retryDefaults } from '#lib/core/index.ts'
import { type Platform, toJson, withTransaction } from '#lib/platform/index.ts'
import { loadAction, statusOf } from './action-row.ts'
import { type Claim, claimAction } from './claim-action.ts'
import { enqueueIfReady } from './enqueue-action.ts'
import { moveAction, system } from './move-action.ts'
import { type AttemptEnd, settleAction } from './settle-action.ts'
import { leaseMarginMs } from './tunables.ts'

/** A worker's whole part in one action: claim it, run it, write how it ended. Safe to call twice for one action. */
export async function runAction(platform: Platform, id: string, worker: string): Promise<void> {
  let claim: Claim | null
  try {
    claim = await claimAction(platform, id, worker)
  } catch (error) {
    // Nothing was sent: the action stays queued, and the sweep wakes it again.
    platform.log.warn({ error, actionId: id }, 'an action could not be claimed; it is tried again')
    return
  }
  if (claim === null) return
  const started = platform.clock.monotonic()
  const end = await attempt(platform, claim)
  const durationMs = Math.round(platform.clock.monotonic() - started)
  const { operation, connection } = claim.connected
  const attempts = connection.settings.attempts ?? retryDefaults.attempts
  const status = await settleAction(platform, id, end, { fence: claim.fence, operation, attempts, durationMs })
  if (status === 'outcome_unknown' && operation.check !== undefined) await checkOutcome(platform, claim)
}

async function attempt(platform: Platform, { row, connected, leaseEnds }: Claim): Promise<AttemptEnd> {
  const { operation, connection } = connected
  try {
    const { client } = await openClient(platform, connection.id)
    const left = leaseEnds - platform.clock.monotonic() - leaseMarginMs
    if (left <= 0)
      return {
        class: 'before_effect',
        error: new AttemptError('before_effect', 'The worker was held up until its lease was nearly over; nothing was sent.'),
      }
    const signal = AbortSignal.timeout(Math.ceil(Math.min(retryDefaults.deadlineMs, left)))
    const output = await operation.run(row.input, { client, actionId: row.id, signal })
    const parsed = operation.output.parse(output)
    if (parsed.ok) return { class: 'succeeded', output: parsed.value }
    const where = parsed.errors[0]
    return {
      class: 'unknown',
      error: new AttemptError('unknown', `It answered, but not as its description says (${where?.path ?? ''} ${where?.message ?? ''}).`),
    }
  } catch (error) {
    if (error instanceof AttemptError) return { class: error.class, error }
    platform.log.error(
      { error, actionId: row.id, operation: row.operation },
      'an operation ended in a way that its connector did not explain',
    )
    return {
      class: 'unknown',
      error: new AttemptError('unknown', 'The connection ended in a way that does not tell whether it happened.', { cause: error }),
    }
  }
}

/** Finds out, with the operation's own read, whether an outcome that nobody saw happened. In doubt it stays unknown. */
export async function checkOutcome(platform: Platform, claim: Pick<Claim, 'row' | 'connected'>): Promise<void> {
  const { operation, connection } = claim.connected
  if (operation.check === undefined) return
  let answer: Awaited<ReturnType<NonNullable<typeof operation.check>>>
  try {
    const { client } = await openClient(platform, connection.id)
    answer = await operation.check(claim.row.input, {
      client,
      actionId: claim.row.id,
      signal: AbortSignal.timeout(retryDefaults.deadlineMs),
    })
  } catch (error) {
    platform.log.info({ error, actionId: claim.row.id }, 'whether it happened could not be found out')
    return
  }
  if (answer.happened === 'unknown') return
  await withTransaction(platform, async (tx) => {
    const row = await loadAction(tx, claim.row.id)
    if (statusOf(row) !== 'outcome_unknown') return
    if (answer.happened === true) {
      await moveAction(platform, tx, row, {
        to: 'succeeded',
        data: { result: toJson(answer.output ?? {}) },
        audit: { kind: 'action.settled', actor: system, content: { by: 'check', attempt: row.attempts, result: answer.output ?? null } },
      })
      return
    }
    const again = row.attempts < (connection.settings.attempts ?? retryDefaults.attempts)
    const moved = await moveAction(platform, tx, row, {
      to: again ? 'queued' : 'failed',
      audit: {
        kind: again ? 'action.attempt_ended' : 'action.settled',
        actor: system,
        content: { by: 'check', happened: false, attempt: row.attempts, again },
      },
    })
    if (moved && again) await enqueueIfReady(platform, tx, row, { fence: row.fence })
  })
}
