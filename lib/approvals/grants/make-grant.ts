import { z } from 'zod'
import { type ActionRow, loadAction, type Pattern, patternsSchema, requireSight, type StandingGrant } from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError, money, toMinor } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { grantDays, grantUses } from './grant-limits.ts'
import { judgeForGrant, requireFit, whyNotGrant } from './grantable-action.ts'

/** What the body of `POST /grants` says. */
export const newGrantSchema = z.strictObject({
  actionId: z.uuid(),
  /** The one that was shown. */
  digest: z.string().max(100),
  patterns: patternsSchema,
  uses: z.int().min(1).max(grantUses),
  /** All uses together, in the organisation's currency. */
  budget: money.refine((value) => toMinor(value) > 0n, 'more than nothing').optional(),
  endsAt: z.iso.datetime(),
  /** For the requests of who asked for this one alone. */
  onlyRequester: z.boolean().default(false),
  /** Also where outside content was in sight; only where the policy says so. */
  tainted: z.boolean().default(false),
  reason: z.string().trim().max(500).optional(),
})
export type NewGrant = z.infer<typeof newGrantSchema>

interface Making {
  caller: Caller
  given: NewGrant
  traceId?: string | undefined
  /** Runs in the transaction that makes the grant. */
  within?: ((tx: Tx, id: string) => Promise<void>) | undefined
}

/**
 * An approver's standing yes, made from an action that they have in front of them: it stands for their approval of what fits its
 * patterns, so often, up to so much, until then, never for themselves. Throws `not_found`, `forbidden` with the reason, `conflict` when
 * what was shown has changed, `invalid` for limits beyond the policy's.
 */
export async function makeGrant(platform: Platform, making: Making): Promise<string> {
  const { caller, given, traceId, within } = making
  const { row, grant } = await checkGrant(platform, making)
  await withTransaction(platform, async (tx) => {
    await within?.(tx, grant.id)
    const { grantedBy: _by, used: _used, spent: _spent, revokedAt: _revoked, patterns, ...columns } = grant
    await tx.standingGrant.create({
      data: {
        ...columns,
        patterns: toJson(patterns),
        reason: given.reason ?? null,
        fromActionId: row.id,
        grantedById: caller.personId,
        createdAt: platform.clock.now(),
      },
    })
    const { operation, connectionId, usesMost, minorMost, requesterId, tainted, endsAt } = grant
    await recordAudit(tx, {
      kind: 'grant.made',
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'grant', id: grant.id },
      content: {
        operation,
        connectionId,
        patterns,
        uses: usesMost,
        minorMost: minorMost === null ? null : String(minorMost),
        requesterId,
        tainted,
        endsAt: endsAt.toISOString(),
        reason: given.reason ?? null,
        fromActionId: row.id,
        digest: row.digest,
        ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }),
      },
      ...(traceId === undefined ? {} : { traceId }),
    })
    platform.live.publish(tx, { type: 'grant.updated', id: grant.id, roles: ['admin', 'approver'] })
  })
  return grant.id
}

/** Everything that `makeGrant` asks, with nothing written: the action and the grant as it would be. */
export async function checkGrant(platform: Platform, { caller, given }: Making): Promise<{ row: ActionRow; grant: StandingGrant }> {
  requireAbility(caller, 'grant.make')
  const row = await loadAction(platform.db, given.actionId)
  requireSight(caller, row)
  const policy = await judgeForGrant(platform, row)
  const why = whyNotGrant(caller, row, policy)
  if (why !== null) throw new AppError('forbidden', why)
  if (row.digest !== given.digest) throw new AppError('conflict', 'What would change is no longer what you were shown. Look again.')
  const now = platform.clock.now()
  const endsAt = new Date(given.endsAt)
  const latest = new Date(now.getTime() + grantDays * 86_400_000)
  if (endsAt <= now || endsAt > latest) throw refused('endsAt', `lies ahead, ${grantDays} days at most`)
  const grant: StandingGrant = {
    id: platform.ids(),
    operation: row.operation,
    operationVersion: row.operationVersion,
    connectionId: row.connectionId,
    connectionRevision: row.connectionRevision,
    patterns: given.patterns as Pattern[],
    requesterId: given.onlyRequester ? row.requestedById : null,
    tainted: given.tainted,
    usesMost: given.uses,
    used: 0,
    minorMost: minorMost(given, policy),
    spent: 0n,
    endsAt,
    revokedAt: null,
    grantedBy: { id: caller.personId, name: caller.name, roles: caller.roles, teams: caller.teams, active: true, standsInFor: [] },
  }
  if (given.tainted && policy.grantable?.tainted !== true) throw refused('tainted', 'is not allowed by the policy here')
  requireFit(row, grant, policy, now)
  return { row, grant }
}

function minorMost({ budget }: NewGrant, { grantable, facts }: Awaited<ReturnType<typeof judgeForGrant>>): bigint | null {
  const { currency } = (facts as { money: { currency: string } }).money
  if (budget !== undefined && budget.currency !== currency) throw refused('budget', `is in ${currency}, the organisation’s currency`)
  const atMost = grantable?.atMost
  if (budget === undefined) {
    if (atMost !== undefined) throw refused('budget', 'is needed: the policy sets a limit here')
    return null
  }
  const minor = toMinor(budget)
  if (atMost !== undefined && minor > BigInt(atMost)) throw refused('budget', 'is more than the policy allows')
  return minor
}

function refused(path: string, message: string): AppError {
  return new AppError('invalid', 'This grant does not fit.', { errors: [{ path, message }] })
}
