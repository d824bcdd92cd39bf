import pg from 'pg'
import { recordAuditEvents, sequenceAudit } from '#lib/audit/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'

/** The first event's time: long ago, so that nothing depends on today. */
const beginning = Date.parse('2026-01-05T08:00:00.000Z')

/** Records `count` events, one second apart, in one transaction; answers their ids in the log's order. */
export async function recordEvents(platform: TestPlatform, count: number, first = 0): Promise<string[]> {
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  return withTransaction(platform, (tx) =>
    recordAuditEvents(
      tx,
      numbers.map((number) => ({
        kind: number % 2 === 0 ? 'thing.made' : 'thing.changed',
        actor: number % 3 === 0 ? { kind: 'system' as const, id: null } : { kind: 'person' as const, id: `person-${number % 3}` },
        subject: { kind: 'thing', id: `t${number}` },
        content: {
          number,
          text: `“ünïcödé” 🙂 ${number}`,
          nested: { list: [1, 2.5, null, true], price: { amount: '1.00', currency: 'EUR' } },
        },
        at: new Date(beginning + number * 1000),
        ...(number % 4 === 0 ? {} : { traceId: `trace-${number}` }),
      })),
    ),
  )
}

/** A log of 30 events with checkpoints at 10, 20 and 30, and someone who can do anything in the database. */
export async function auditedPlatform() {
  const platform = await testPlatform()
  const ids: string[] = []
  for (const first of [0, 10, 20]) {
    ids.push(...(await recordEvents(platform, 10, first)))
    await sequenceAudit(platform)
  }
  return { platform, ids, tamper: await intruder(platform) }
}

/** Runs SQL as superuser with the guard switched off. */
export async function intruder(platform: TestPlatform): Promise<(sql: string, values?: unknown[]) => Promise<void>> {
  const client = new pg.Client({ connectionString: platform.database.adminUrl })
  await client.connect()
  cleanUp(() => client.end())
  await client.query('set session_replication_role = replica')
  return async (sql, values) => {
    await client.query(sql, values)
  }
}
