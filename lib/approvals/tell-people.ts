import { type ActionRow, askedOf, outcomesJob } from '#lib/actions/index.ts'
import { notify } from '#lib/people/index.ts'
import { type Platform, queueJob, type Tx } from '#lib/platform/index.ts'

/** What people hear about a card while it waits. */
export interface Telling {
  kind: 'question' | 'answer' | 'handed_over' | 'reminder' | 'approved'
  row: ActionRow
  /** Who caused it; null: the system. */
  from: { personId: string; name: string } | null
  /** Whom it is for besides whoever asked for it: by id, or those who are asked to decide. Nobody hears of what they did themselves. */
  to: readonly string[] | 'asked'
  /** Of what it tells (the note's id): nobody is told the same thing twice. */
  key: string
  /** One sentence in plain words. */
  sentence: string
}

/** The one place where people hear of what is said about a card: in the transaction that says it. Open pages look again. */
export async function tellPeople(platform: Platform, tx: Tx, { kind, row, from, to, key, sentence }: Telling): Promise<void> {
  const told = { by: from?.personId, kind, actionId: row.id, key, sentence }
  const people = [...new Set([row.requestedById, ...(to === 'asked' ? [] : to)])]
  await notify(platform, tx, { ...told, to: { people } })
  if (to === 'asked') await notify(platform, tx, { ...told, to: askedOf(row) })
  platform.live.publish(tx, { type: 'action.updated', id: row.id, people, roles: ['admin', 'auditor', ...row.askedRoles] })
  if (row.conversationId !== null)
    platform.live.publish(tx, { type: 'conversation.updated', id: row.conversationId, people: [row.requestedById] })
}

/** The conversation that asked hears of what others say about its card: a worker adds it there, without a model. */
export async function tellConversation(
  platform: Platform,
  tx: Tx,
  { conversationId, requestedById }: Pick<ActionRow, 'conversationId' | 'requestedById'>,
  said: { id: string; by: string },
): Promise<void> {
  if (conversationId === null || said.by === requestedById) return
  await queueJob(tx, platform.live, { queue: 'turns', id: outcomesJob(conversationId), jobId: `outcomes-${conversationId}-${said.id}` })
}
