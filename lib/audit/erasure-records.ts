import { erasureKind } from './erase-audit-content.ts'
import type { Snapshot } from './snapshot.ts'

const recordsHeld = 16

/**
 * Looks up whether the log says that an event was erased: its content is gone, so what still stands in its row is held against the
 * hash that the record of the erasure has of it. The record itself is an event of the log like any other, and is verified as one.
 */
export function erasureRecords(snapshot: Snapshot) {
  const held = new Map<string, Promise<Record<string, string>>>()

  function named(recordId: string): Promise<Record<string, string>> {
    const found = held.get(recordId) ?? load(recordId)
    held.set(recordId, found)
    if (held.size > recordsHeld) held.delete(String(held.keys().next().value))
    return found
  }

  async function load(recordId: string): Promise<Record<string, string>> {
    const rows = await snapshot.query<{ events: Record<string, string> | null }>(
      `select content -> 'events' as events from audit_event where id = $1 and kind = $2`,
      [recordId, erasureKind],
    )
    return rows[0]?.events ?? {}
  }

  return {
    async names(eventId: string, { recordId, headHash }: { recordId: string; headHash: string }): Promise<boolean> {
      return (await named(recordId))[eventId] === headHash
    },
  }
}

export type ErasureRecords = ReturnType<typeof erasureRecords>
export const notErased = 'This event’s content is gone, and no record of the log says that just this event was erased.'
