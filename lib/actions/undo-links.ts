import type { ActionStatus, Preview } from '#lib/core/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'

/** An action at the other end of an undo, as far as it is told of. */
export interface UndoEnd {
  id: string
  status: ActionStatus
  sentence: string
  requestedById: string
  requesterName: string
  askedRoles: string[]
  settledAt: Date | null
}

export interface UndoLinks {
  /** The undo that stands (asked for, under way or done), by the action that it takes back. One that failed or was turned down is none. */
  standing: ReadonlyMap<string, UndoEnd>
  /** What an undo takes back, by the undo. */
  takesBack: ReadonlyMap<string, UndoEnd & { preview: Preview | null }>
}

type Linked = { id: string; undoOfId: string | null }
type Found = Omit<UndoEnd, 'sentence'> & { undoOfId: string | null; summary: string; title: string; preview: unknown }

/** The other ends of these actions' undos: one query for the list, one more where the list holds undos. */
export async function undoLinks(on: Platform['db'] | Tx, rows: readonly Linked[]): Promise<UndoLinks> {
  const ids = rows.map(({ id }) => id)
  const originals = [...new Set(rows.flatMap(({ undoOfId }) => undoOfId ?? []))]
  const [undos, undone] = await Promise.all([standingOf(on, ids), originalsOf(on, originals)])
  const byId = new Map(undone.map((found) => [found.id, { ...endOf(found), preview: found.preview as Preview | null }]))
  return {
    standing: new Map(undos.map((found) => [found.undoOfId ?? '', endOf(found)])),
    takesBack: new Map(
      rows.flatMap(({ id, undoOfId }) => {
        const original = byId.get(undoOfId ?? '')
        return original === undefined ? [] : [[id, original]]
      }),
    ),
  }
}

/** The undo of one action that stands, or null. */
export async function standingUndo(on: Platform['db'] | Tx, actionId: string): Promise<UndoEnd | null> {
  const [found] = await standingOf(on, [actionId])
  return found === undefined ? null : endOf(found)
}

/** The condition is word for word that of the index action_undo_once, so that it can be used. */
async function standingOf(on: Platform['db'] | Tx, ids: readonly string[]): Promise<Found[]> {
  if (ids.length === 0) return []
  return on.$queryRaw<Found[]>`
    select a.id, a."undoOfId", a.status, a.summary, a.title, a."requestedById", p.name as "requesterName", a."askedRoles", a."settledAt",
      null as preview
    from action a join person p on p.id = a."requestedById"
    where a."undoOfId" is not null and a."undoOfId" = any(${ids}::uuid[])
      and a.status not in ('failed', 'denied', 'rejected', 'expired', 'cancelled')`
}

async function originalsOf(on: Platform['db'] | Tx, ids: readonly string[]): Promise<Found[]> {
  if (ids.length === 0) return []
  return on.$queryRaw<Found[]>`
    select a.id, a."undoOfId", a.status, a.summary, a.title, a."requestedById", p.name as "requesterName", a."askedRoles", a."settledAt",
      a.preview
    from action a join person p on p.id = a."requestedById" where a.id = any(${ids}::uuid[])`
}

function endOf({ id, status, summary, title, requestedById, requesterName, askedRoles, settledAt }: Found): UndoEnd {
  return { id, status, sentence: summary || title, requestedById, requesterName, askedRoles, settledAt }
}
