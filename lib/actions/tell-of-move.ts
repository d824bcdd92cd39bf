import type { ActionStatus } from '#lib/core/index.ts'
import { type NewNotification, notify } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'
import { type ActionRow, policyOf, statusOf } from './action-row.ts'

/** A move, as far as people hear of it. */
interface Told {
  to: ActionStatus
  data?: object
  actor: { kind: string; id: string | null }
}

/** Who has to be told that a card waits: whoever it was handed to, else those who may decide on it. */
export function askedOf(row: ActionRow): NewNotification['to'] {
  if (row.assigneeId !== null) return { people: [row.assigneeId] }
  const requirements = policyOf(row)?.requirements ?? []
  const asked = requirements.flatMap(({ role, team, requesterExcluded, also = [] }) => {
    const excluded = excludedOf(row, requesterExcluded)
    return [{ role, team, excluded }, ...also.map((besides) => ({ role: besides, excluded }))]
  })
  return { asked }
}

/** Who has agreed already, and where a requirement says so, whoever asked or changed the input like one. */
export function excludedOf({ requestedById, editedBy, decisions, digest }: ActionRow, requesterExcluded: boolean): string[] {
  const agreed = decisions.filter((decision) => decision.digest === digest && decision.voidedAt === null)
  return [...agreed.map(({ personId }) => personId), ...(requesterExcluded ? [requestedById, ...editedBy] : [])]
}

/** A new action that waits for people from its beginning. `row` as it is written. */
export async function tellAsked(platform: Platform, tx: Tx, row: ActionRow): Promise<void> {
  await notify(platform, tx, {
    to: askedOf(row),
    by: null,
    kind: 'asked',
    actionId: row.id,
    key: `asked/${row.id}/${row.fence}`,
    sentence: `Waits for a decision: ${row.summary || row.title}`,
  })
}

/**
 * Who hears of a move, in its transaction: those who may decide that a card waits, or waits anew; whoever asked how it was decided;
 * all of them that its time ran out. `row` is the row before it.
 */
export async function tellOfMove(platform: Platform, tx: Tx, row: ActionRow, { to, data = {}, actor }: Told): Promise<void> {
  const from = statusOf(row)
  const after = { ...row, ...data } as ActionRow
  if (to === 'awaiting_approval') {
    const anew = after.digest !== row.digest || from !== 'awaiting_approval'
    if (anew && after.digest !== null) await tellAsked(platform, tx, after)
    if (anew && row.digest !== null) await tellRequester(platform, tx, after, 'changed', actor)
    return
  }
  const end = from === 'awaiting_approval' ? ends[to] : undefined
  if (end === undefined) return
  await tellRequester(platform, tx, after, end, actor)
  if (to === 'expired') await notify(platform, tx, { ...expiredFor(row), to: askedOf(row) })
}

const ends: Partial<Record<ActionStatus, 'approved' | 'rejected' | 'expired'>> = {
  queued: 'approved',
  rejected: 'rejected',
  expired: 'expired',
}

async function tellRequester(
  platform: Platform,
  tx: Tx,
  row: ActionRow,
  kind: 'approved' | 'rejected' | 'expired' | 'changed',
  actor: Told['actor'],
): Promise<void> {
  const person = actor.kind === 'person' && actor.id !== null ? await tx.person.findUnique({ where: { id: actor.id } }) : null
  const what = row.summary || row.title
  const sentences = {
    approved: person === null ? `Approved: ${what}` : `${person.name} approved it: ${what}`,
    rejected: `${person?.name ?? 'An approver'} rejected it: ${what}`,
    expired: `Nobody decided in time: ${what}`,
    changed: `${row.waitingNote ?? 'It was changed and waits again.'} ${what}`,
  }
  await notify(platform, tx, {
    to: { people: [row.requestedById] },
    by: actor.id,
    kind,
    actionId: row.id,
    key: kind === 'changed' ? `changed/${row.id}/${row.fence}` : `${kind}/${row.id}/${row.digest ?? ''}`,
    sentence: sentences[kind],
  })
}

function expiredFor(row: ActionRow) {
  return {
    kind: 'expired' as const,
    actionId: row.id,
    key: `expired/${row.id}/asked`,
    sentence: `Nobody decided in time: ${row.summary || row.title}`,
  }
}
