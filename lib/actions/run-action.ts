import { setTimeout as wait } from 'node:timers/promises'
import { openClient } from '#lib/connectors/index.ts'
import { type ActionStatus, AttemptError, type Repeat, repeatNow, retryDefaults } from '#lib/core/index.ts'
import { isDataError, type Platform } from '#lib/platform/index.ts'
import { checkOutcome } from './check-outcome.ts'
import { type Claim, claimAction } from './claim-action.ts'
import type { Lease } from './lease.ts'
import { requestIdOf } from './request-id.ts'
import { type AttemptEnd, keyTtlMs, type Settling, settleClaim } from './settle-action.ts'
import { settleAgainMs, settleTries } from './tunables.ts'

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
  if (claim !== null) await runClaim(platform, claim)
}

/** One attempt of an action that this worker holds. */
export async function runClaim(platform: Platform, claim: Claim): Promise<void> {
  const { row, connected, inDoubt, lease } = claim
  try {
    const started = platform.clock.monotonic()
    const end = await attempt(platform, claim)
    const durationMs = Math.round(platform.clock.monotonic() - started)
    const status = await settleWhileHeld(platform, lease, { row, end, connected, inDoubt, durationMs })
    if (status === 'outcome_unknown' && connected.operation.check !== undefined) await checkOutcome(platform, row.id)
  } finally {
    lease.release()
  }
}

/**
 * A database that is away for a moment must not cost an outcome that is known: it is written again while the lease lasts. Safe to
 * repeat: it is a compare-and-set on the fence, and after a commit that nobody saw it answers null.
 */
async function settleWhileHeld(platform: Platform, lease: Lease, settling: Settling): Promise<ActionStatus | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await settleClaim(platform, settling)
    } catch (error) {
      if (tries === settleTries || isDataError(error) || lease.leftMs() <= settleAgainMs) throw error
      platform.log.warn({ error, actionId: settling.row.id }, 'an end could not be written down; it is tried again')
      await wait(settleAgainMs)
    }
  }
}

async function attempt(platform: Platform, { row, connected, inDoubt, lease }: Claim): Promise<AttemptEnd> {
  const { operation, connection } = connected
  const seen: { theirRequestId?: string } = {}
  const answeredAs = (id: string) => {
    seen.theirRequestId = id
  }
  try {
    if (inDoubt) refuseExpiredKey(platform, row, keyTtlMs(connection.settings))
    const { client } = await openClient(platform, connection.id)
    const beforeSend = () => lease.beforeSend()
    beforeSend()
    const deadlineMs = Math.ceil(Math.min(retryDefaults.deadlineMs, lease.leftMs()))
    const signal = AbortSignal.any([AbortSignal.timeout(deadlineMs), lease.signal])
    const context = { client, actionId: row.id, requestId: requestIdOf(row), signal, beforeSend, answeredAs }
    const output = await operation.run(row.input, context)
    const parsed = operation.output.parse(output)
    if (parsed.ok) return { class: 'succeeded', output: parsed.value, seen }
    const where = parsed.errors[0]
    return {
      class: 'unknown',
      error: new AttemptError('unknown', `It answered, but not as its description says (${where?.path ?? ''} ${where?.message ?? ''}).`, {
        seen,
      }),
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

/** Sent again with a key that the other side may have forgotten, it could happen twice. */
function refuseExpiredKey(platform: Platform, { repeat, firstSentAt }: Claim['row'], keyTtl: number): void {
  if (repeat !== 'idempotent') return
  if (repeatNow(repeat as Repeat, { firstSentAt, now: platform.clock.now(), keyTtlMs: keyTtl }) !== 'never') return
  throw new AttemptError(
    'unknown',
    'An earlier attempt may have done it, and the other side no longer keeps the key that would tell. It was not sent again.',
    { ours: true },
  )
}
