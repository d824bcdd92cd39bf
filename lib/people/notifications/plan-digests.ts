import type { Platform } from '#lib/platform/index.ts'
import { dayOf } from './quiet-hours.ts'
import { digestHour } from './tunables.ts'

const atOnce = 1_000

/**
 * Once the organisation's day has reached its hour, one row for each person who wants the daily mail: unique by person and day, so
 * any number of workers may plan, and after a week of standstill it is today's alone. Answers how many were new.
 */
export async function planDigests(platform: Platform, timeZone: string): Promise<number> {
  if (platform.env.NOTIFY_SMTP_URL === undefined) return 0
  const now = platform.clock.now()
  const { day, hour } = dayOf(now, timeZone)
  if (hour < digestHour) return 0
  const key = `digest/${day}`
  const people = await platform.db.$queryRaw<{ personId: string }[]>`
    select n."personId" from notification_preference n join person p on p.id = n."personId" and p.active
    where n.mail = 'digest' and not exists (select 1 from notification done where done."personId" = n."personId" and done.key = ${key})
    limit ${atOnce}`
  if (people.length === 0) return 0
  const { count } = await platform.db.notification.createMany({
    data: people.map(({ personId }) => ({
      id: platform.ids(),
      personId,
      kind: 'digest',
      key,
      sentence: 'What waits for you',
      createdAt: now,
      readAt: now,
      mailAfter: now,
    })),
    skipDuplicates: true,
  })
  return count
}
