import type { Platform } from '#lib/platform/index.ts'

/** How the latest attempts on a connection ended. */
export interface FailingConnection {
  connection: string
  attempts: number
  /** Ended in anything but success. */
  notSucceeded: number
  /** What was seen last, for people. */
  lastSeen: string | null
}

/** Of the latest 1,000 attempts, those of the last hour: connections where at least half of five or more did not succeed. */
export function failingConnections(platform: Platform): Promise<FailingConnection[]> {
  const since = new Date(platform.clock.now().getTime() - 3_600_000)
  return platform.db.$queryRaw<FailingConnection[]>`
    select c.name as connection, count(*)::int as attempts, count(*) filter (where t.class <> 'succeeded')::int as "notSucceeded",
      (array_agg(t.seen->>'message' order by t.id desc) filter (where t.class <> 'succeeded'))[1] as "lastSeen"
    from (select id, "actionId", class, seen, "startedAt" from attempt order by id desc limit 1000) t
      join action a on a.id = t."actionId" join connection c on c.id = a."connectionId"
    where t."startedAt" > ${since} and t.class is not null
    group by c.name having count(*) >= 5 and count(*) filter (where t.class <> 'succeeded') * 2 >= count(*)
    order by 3 desc limit 10`
}
