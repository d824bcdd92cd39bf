import { type Platform, Prisma, type Tx } from '#lib/platform/index.ts'

/** What somebody else said about a card of a conversation, or an approval that takes another one, which it has not heard yet. */
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

/** One is told once there is a turn of the same id. What the requester said themselves, and reminders by the clock, are not told. */
export function untoldNotes(on: Platform['db'] | Tx, conversationId: string): Promise<UntoldNote[]> {
  return on.$queryRaw<UntoldNote[]>`
    select n.id, n."actionId", n.kind, n.text, f.name as "from", t.name as "to", n."toId" is not distinct from a."requestedById" as "toRequester",
      coalesce(nullif(a.summary, ''), a.title) as summary, a."traceId"
    from ${untold(Prisma.sql`a."conversationId" = ${conversationId}::uuid`)} n join action a on a.id = n."actionId"
      left join person f on f.id = n."fromId" left join person t on t.id = n."toId"
    order by n.at, n.id limit 50`
}

/** Conversations at rest with notes of that time which they have not heard; what a lost job left behind. */
export async function conversationsToTell(
  platform: Platform,
  { from, to, most }: { from: Date; to: Date; most: number },
): Promise<string[]> {
  const rows = await platform.db.$queryRaw<{ id: string }[]>`
    select distinct a."conversationId" as id
    from ${untold(Prisma.sql`n.at between ${from} and ${to} and a."conversationId" is not null`)} n join action a on a.id = n."actionId"
    where not exists (select 1 from turn under where under."conversationId" = a."conversationId" and under.status in ('queued', 'running'))
    limit ${most}`
  return rows.map(({ id }) => id)
}

/** Of these, notes and approvals that take another one, while they do: how an action ends is told with its outcome. */
function untold(which: Prisma.Sql): Prisma.Sql {
  const those = Prisma.sql`${which} and not exists (select 1 from turn told where told.id = n.id)`
  return Prisma.sql`(
    select n.id, n."actionId", n.kind, n.text, n."fromId", n."toId", n.at
    from approval_note n join action a on a.id = n."actionId"
    where n."fromId" is distinct from a."requestedById" and not (n.kind = 'reminder' and n."fromId" is null) and ${those}
    union all
    select n.id, n."actionId", 'approval', coalesce(n.comment, ''), n."personId", null, n.at
    from decision n join action a on a.id = n."actionId"
    where n.verdict = 'approve' and n."voidedAt" is null and n.digest = a.digest and a.status = 'awaiting_approval'
      and n."personId" <> a."requestedById" and ${those})`
}
