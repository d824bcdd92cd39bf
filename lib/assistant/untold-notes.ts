import type { Platform, Tx } from '#lib/platform/index.ts'

/** What somebody else said about a card of a conversation, which it has not heard yet. */
export interface UntoldNote {
  id: string
  actionId: string
  kind: string
  text: string
  from: string | null
  to: string | null
  toRequester: boolean
  summary: string
  traceId: string
}

/** A note is told once there is a turn of the same id. What the requester said themselves, and reminders by the clock, are not told. */
export function untoldNotes(on: Platform['db'] | Tx, conversationId: string): Promise<UntoldNote[]> {
  return on.$queryRaw<UntoldNote[]>`
    select n.id, n."actionId", n.kind, n.text, f.name as "from", t.name as "to", n."toId" is not distinct from a."requestedById" as "toRequester",
      coalesce(nullif(a.summary, ''), a.title) as summary, a."traceId"
    from approval_note n join action a on a.id = n."actionId"
      left join person f on f.id = n."fromId" left join person t on t.id = n."toId"
    where a."conversationId" = ${conversationId}::uuid and n."fromId" is distinct from a."requestedById"
      and not (n.kind = 'reminder' and n."fromId" is null)
      and not exists (select 1 from turn told where told.id = n.id)
    order by n.at, n.id limit 50`
}

/** Conversations at rest with notes of that time which they have not heard; what a lost job left behind. */
export async function conversationsToTell(
  platform: Platform,
  { from, to, most }: { from: Date; to: Date; most: number },
): Promise<string[]> {
  const rows = await platform.db.$queryRaw<{ id: string }[]>`
    select distinct a."conversationId" as id from approval_note n join action a on a.id = n."actionId"
    where n.at between ${from} and ${to} and a."conversationId" is not null and n."fromId" is distinct from a."requestedById"
      and not (n.kind = 'reminder' and n."fromId" is null)
      and not exists (select 1 from turn told where told.id = n.id)
      and not exists (select 1 from turn under where under."conversationId" = a."conversationId" and under.status in ('queued', 'running'))
    limit ${most}`
  return rows.map(({ id }) => id)
}
