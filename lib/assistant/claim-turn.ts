import type { Via } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { turnLeaseMs } from './tunables.ts'

/** A turn as the worker that holds it knows it. */
export interface ClaimedTurn {
  id: string
  conversationId: string
  sequence: number
  kind: 'user' | 'background'
  chain: number
  via: Via
  apiKeyId: string | null
  text: string
  outcomes: string[]
  /** It plans: nothing with an effect is asked for. */
  dryRun: boolean
  fence: number
  traceId: string
}

/** Takes a queued turn, if none before it in its conversation is still to come or under way. Null: there is nothing to take. */
export async function claimTurn(platform: Platform, turnId: string): Promise<ClaimedTurn | null> {
  const now = platform.clock.now()
  const leaseUntil = new Date(now.getTime() + turnLeaseMs)
  const count = await platform.db.$executeRaw`
    update turn set status = 'running', fence = fence + 1, "leaseUntil" = ${leaseUntil}, "startedAt" = coalesce("startedAt", ${now})
    where id = ${turnId}::uuid and status = 'queued' and not exists (
      select 1 from turn earlier
      where earlier."conversationId" = turn."conversationId" and earlier.sequence < turn.sequence and earlier.status in ('queued', 'running'))`
  if (count !== 1) return null
  const row = await platform.db.turn.findUniqueOrThrow({ where: { id: turnId } })
  return { ...row, kind: row.kind as ClaimedTurn['kind'], via: row.via as Via }
}
