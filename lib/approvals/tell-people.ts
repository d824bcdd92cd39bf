import { type ActionRow, askedOf } from '#lib/actions/index.ts'
import { notify } from '#lib/people/index.ts'
import type { Platform, Tx } from '#lib/platform/index.ts'

/** What people hear about a card while it waits. */
export interface Telling {
  kind: 'question' | 'answer' | 'handed_over' | 'reminder'
  row: ActionRow
  /** Who caused it; null: the system. */
  from: { personId: string; name: string } | null
  /** Whom it is for, by id, or whoever is asked to decide. Nobody hears of what they did themselves. */
  to: readonly string[] | 'asked'
  /** Of what it tells (the note's id): nobody is told the same thing twice. */
  key: string
  /** One sentence in plain words. */
  sentence: string
}

/** The one place where people hear of what is said about a card: in the transaction that says it. Open pages look again. */
export async function tellPeople(platform: Platform, tx: Tx, { kind, row, from, to, key, sentence }: Telling): Promise<void> {
  await notify(platform, tx, {
    to: to === 'asked' ? askedOf(row) : { people: to },
    by: from?.personId,
    kind,
    actionId: row.id,
    key,
    sentence,
  })
  const people = [...new Set([row.requestedById, ...(to === 'asked' ? [] : to)])]
  platform.live.publish(tx, { type: 'action.updated', id: row.id, people, roles: ['admin', 'auditor', ...row.askedRoles] })
  if (row.conversationId !== null)
    platform.live.publish(tx, { type: 'conversation.updated', id: row.conversationId, people: [row.requestedById] })
}
