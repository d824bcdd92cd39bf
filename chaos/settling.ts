import { setTimeout as wait } from 'node:timers/promises'
import { actionStatuses, isSettled } from '#lib/core/index.ts'
import type { BackOffice } from './back-office.ts'
import type { ChaosSystem } from './system.ts'
import type { Evidence } from './verdict.ts'

type AnySystem = Pick<ChaosSystem, 'withDatabase'>

const open = actionStatuses.filter((status) => !isSettled(status) && status !== 'outcome_unknown')

/**
 * Waits until no action is open any more and the back office has had no request for a while. Answers what is still open when
 * `withinMs` are over, with all that its row says: nothing of it, when all is well.
 */
export async function waitUntilSettled(system: AnySystem, office: BackOffice, withinMs: number): Promise<string[]> {
  const until = performance.now() + withinMs
  let left: string[] = ['the database did not answer']
  while (performance.now() < until) {
    left = await openActions(system).catch((error: Error) => [`the database did not answer: ${error.message}`])
    if (left.length === 0) break
    await wait(300)
  }
  await waitForQuiet(office)
  return left
}

/** A woken worker's late request would come now. */
async function waitForQuiet(office: BackOffice): Promise<void> {
  for (let before = -1, rounds = 0; rounds < 15; rounds += 1) {
    const { length } = await office.requests()
    if (length === before) return
    before = length
    await wait(1_500)
  }
}

async function openActions(system: AnySystem): Promise<string[]> {
  return system.withDatabase('owner', async (client) => {
    const { rows } = await client.query<{ row: unknown }>(
      `select json_build_object('id', a.id, 'operation', a.operation, 'status', a.status, 'attempts', a.attempts, 'fence', a.fence,
         'leaseUntil', a."leaseUntil", 'notBefore', a."notBefore", 'waitingNote', a."waitingNote", 'error', a.error, 'updatedAt', a."updatedAt",
         'now', now(), 'digest', a.digest, 'decisions',
         (select json_agg(json_build_object('verdict', d.verdict, 'digest', d.digest, 'voidedAt', d."voidedAt", 'at', d.at) order by d.at) from decision d where d."actionId" = a.id),
         'outbox', (select count(*) from outbox o where o.data->>'id' = a.id::text)) as row
       from action a where a.status = any($1) order by a."createdAt" limit 50`,
      [open],
    )
    return rows.map(({ row }) => JSON.stringify(row))
  })
}

/** How the attempts of everything but reads ended. A lost one is one whose worker could not say how it went. */
export async function countAttempts(system: AnySystem): Promise<Evidence['attempts']> {
  return system.withDatabase('owner', async (client) => {
    const { rows } = await client.query<Evidence['attempts']>(
      `select count(*)::int as total, count(*) filter (where t.class in ('unknown', 'lost'))::int as unknown,
         count(*) filter (where t.class = 'lost' or (t.class = 'unknown' and t."durationMs" is null))::int as lost,
         count(*) filter (where t.class = 'before_effect')::int as "beforeEffect"
       from attempt t join action a on a.id = t."actionId" where a.effect <> 'read'`,
    )
    return rows[0] ?? { total: 0, unknown: 0, lost: 0, beforeEffect: 0 }
  })
}
