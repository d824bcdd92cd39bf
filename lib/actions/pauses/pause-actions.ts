import { recordAudit } from '#lib/audit/index.ts'
import { listConnections } from '#lib/connectors/index.ts'
import { AppError, roles } from '#lib/core/index.ts'
import { type Caller, requireAbility } from '#lib/people/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { letClaimsPass } from './let-claims-pass.ts'
import type { Pause, PauseScope } from './pause.ts'
import { findPause } from './standing-pauses.ts'

export interface PauseRequest {
  scope: PauseScope
  /** Name or id. Needed for the scope `connection`; narrows the scope `operation`. */
  connection?: string | undefined
  operation?: string | undefined
  reason: string
  caller: Caller
  /** Runs in the transaction that makes the pause, or finds the one that stands. */
  within?: ((tx: Tx, pauseId: string) => Promise<void>) | undefined
}

/** A pause may be lifted between our finding that it stands and our reading it: then we make one after all. */
const tries = 3

/**
 * Stops everything, one connection or one operation: once this answers, nothing that it covers is claimed. What was under
 * way is not called back; what waits stays `queued`, and approvals go on. Pausing what is paused answers the pause
 * that stands, with its reason. Throws `forbidden`, or `invalid` for a scope that does not fit what is named.
 */
export async function pauseActions(platform: Platform, request: PauseRequest): Promise<Pause> {
  requireAbility(request.caller, 'actions.pause')
  const covered = await coveredBy(platform, request)
  const reason = reasonOf(request.reason, 'Say why: everyone whose work waits reads it.')
  for (let attempt = 0; attempt < tries; attempt++) {
    const pause = await withTransaction(platform, (tx) => makeOrFind(platform, tx, { ...covered, reason }, request))
    if (pause === null) continue
    await letClaimsPass(platform, pause)
    return pause
  }
  throw new AppError('conflict', 'Somebody else resumed it at the same moment. Look again, then pause it if it is still needed.')
}

type Covered = Pick<PauseRow, 'scope' | 'connectionId' | 'operation'>
interface PauseRow {
  scope: PauseScope
  connectionId: string | null
  operation: string | null
  reason: string
}

async function makeOrFind(platform: Platform, tx: Tx, row: PauseRow, { caller, within }: PauseRequest): Promise<Pause | null> {
  const id = platform.ids()
  const data = { id, ...row, pausedById: caller.personId, pausedAt: platform.clock.now() }
  // A unique index over what stands decides between two who pause the same at once.
  const { count } = await tx.pause.createMany({ data: [data], skipDuplicates: true })
  if (count === 0) {
    const { scope, connectionId, operation } = row
    const standing = await tx.pause.findFirst({ where: { scope, connectionId, operation, liftedAt: null }, select: { id: true } })
    if (standing === null) return null
    await within?.(tx, standing.id)
    return findPause(tx, standing.id)
  }
  await within?.(tx, id)
  await recordAudit(tx, {
    kind: 'actions.paused',
    actor: { kind: 'person', id: caller.personId },
    subject: { kind: 'pause', id },
    content: { ...row, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
    at: data.pausedAt,
  })
  announcePause(platform, tx, id)
  return findPause(tx, id)
}

/** Everyone's work may wait behind it, so everyone's pages look again. */
export function announcePause(platform: Platform, tx: Tx, id: string): void {
  platform.live.publish(tx, { type: 'pause.updated', id, roles })
}

const maxReason = 500

/** A reason as it is kept: 1 to 500 characters. Throws `invalid`. */
export function reasonOf(given: string, missing: string): string {
  const reason = given.trim()
  if (reason === '') throw refused('reason', 'is needed', missing)
  if (reason.length > maxReason) throw refused('reason', `is longer than ${maxReason} characters`, 'Say it in fewer words.')
  return reason
}

/** What is named must be there: a slip in a name would leave running what somebody believes to be stopped. */
async function coveredBy(platform: Platform, { scope, connection: named, operation }: PauseRequest): Promise<Covered> {
  if (scope === 'everything') {
    if (named !== undefined || operation !== undefined)
      throw refused('scope', 'covers more than what is named', 'To pause only what you named, say “connection” or “operation” as scope.')
    return { scope, connectionId: null, operation: null }
  }
  const connections = await listConnections(platform)
  const connection = connections.find(({ id, name }) => id === named || name === named)
  if (named !== undefined && connection === undefined)
    throw refused('connection', 'is not known', `There is no connection called ${named}.`)
  if (scope === 'connection') {
    if (connection === undefined) throw refused('connection', 'is needed', 'Say which connection.')
    if (operation !== undefined)
      throw refused('scope', 'covers more than what is named', 'To pause one operation, say “operation” as scope.')
    return { scope, connectionId: connection.id, operation: null }
  }
  if (operation === undefined) throw refused('operation', 'is needed', 'Say which operation.')
  const among = connection === undefined ? connections : [connection]
  if (!among.some(({ operations }) => operations.some((one) => one.operation.name === operation)))
    throw refused(
      'operation',
      'is not known',
      `There is no operation called ${operation}${connection === undefined ? '' : ` on ${connection.title}`}.`,
    )
  return { scope, connectionId: connection?.id ?? null, operation }
}

function refused(path: string, message: string, detail: string): AppError {
  return new AppError('invalid', detail, { errors: [{ path, message }] })
}
