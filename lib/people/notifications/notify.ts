import { holdsRole, type Role, roles } from '#lib/core/index.ts'
import { type Platform, Prisma, type Tx } from '#lib/platform/index.ts'
import { type NotificationKind, securityKinds } from './notification-kinds.ts'
import { mostTold } from './tunables.ts'

/** Holders of a role (of a team, where one is named), but for those whom their part in it excludes, and whoever stands in for these. */
export interface Asked {
  role: Role
  team?: string | undefined
  excluded: readonly string[]
}

export interface NewNotification {
  /**
   * People by id each hear of it. Of those who are asked by role, only who wants mail at once or the browser to speak does, and
   * `mostTold` of them: the inbox shows it to everyone, and a role that 10,000 people hold costs no 10,000 rows a card.
   */
  to: { people: readonly string[] } | { asked: readonly Asked[] }
  /** Who caused it: nobody hears of what they did themselves. */
  by?: string | null | undefined
  kind: NotificationKind
  actionId?: string | undefined
  reviewId?: string | undefined
  /** Of what it tells: nobody is told the same thing twice. */
  key: string
  /** In plain words, for a line in a list and a mail's subject. */
  sentence: string
}

interface Recipient {
  id: string
  mail: string | null
}

const sentenceLength = 500

/** Tells people of something, in the transaction of what it tells of. Mails leave later, from the worker. */
export async function notify(
  platform: Platform,
  tx: Tx,
  { to, by, kind, actionId, reviewId, key, sentence }: NewNotification,
): Promise<void> {
  const found = 'people' in to ? await named(tx, to.people) : await asked(platform, tx, to.asked, key)
  const recipients = found.filter(({ id }) => id !== by)
  if (recipients.length === 0) return
  const now = platform.clock.now()
  const mails = platform.env.NOTIFY_SMTP_URL !== undefined
  const always = securityKinds.includes(kind)
  await tx.notification.createMany({
    data: recipients.map(({ id, mail }) => ({
      id: platform.ids(),
      personId: id,
      kind,
      actionId: actionId ?? null,
      reviewId: reviewId ?? null,
      key,
      sentence: sentence.slice(0, sentenceLength),
      createdAt: now,
      mailAfter: mails && (always || mail === 'at_once') ? now : null,
    })),
    skipDuplicates: true,
  })
  for (const { id } of recipients) platform.live.publish(tx, { type: 'notification.new', id: key, people: [id] })
}

function named(tx: Tx, people: readonly string[]): Promise<Recipient[]> {
  const ids = [...new Set(people)]
  if (ids.length === 0) return Promise.resolve([])
  return tx.$queryRaw<Recipient[]>`
    select p.id, n.mail from person p left join notification_preference n on n."personId" = p.id
    where p.active and p.id = any(${ids}::uuid[])`
}

/** In an order that each key mixes anew, so that where more want to hear than are told, it is not always the same ones. */
function asked(platform: Platform, tx: Tx, wanted: readonly Asked[], key: string): Promise<Recipient[]> {
  if (wanted.length === 0) return Promise.resolve([])
  const asks = JSON.stringify(
    wanted.map(({ role, team, excluded }) => ({ roles: roles.filter((each) => holdsRole([each], role)), team: team ?? null, excluded })),
  )
  const now = platform.clock.now()
  const speaksFor = (who: Prisma.Sql) => Prisma.sql`${who}.roles && ask.roles and (ask.team is null or ask.team = any(${who}.teams))`
  const delegations = Prisma.sql`delegation d join person away on away.id = d."fromId" and away.active
    where d."toId" = p.id and d."revokedAt" is null and d."startsAt" <= ${now} and d."endsAt" > ${now}`
  return tx.$queryRaw<Recipient[]>`
    select p.id, n.mail from notification_preference n join person p on p.id = n."personId" and p.active
    where (n.mail = 'at_once' or n.browser) and exists (
      select 1 from jsonb_to_recordset(${asks}::jsonb) as ask(roles text[], team text, excluded uuid[])
      where not p.id = any(ask.excluded)
        and not exists (select 1 from ${delegations} and away.id = any(ask.excluded))
        and ((${speaksFor(Prisma.sql`p`)}) or exists (select 1 from ${delegations} and ${speaksFor(Prisma.sql`away`)})))
    order by md5(p.id::text || ${key}) limit ${mostTold}`
}
