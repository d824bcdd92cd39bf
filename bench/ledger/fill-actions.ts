import pg from 'pg'
import type { LedgerHouse } from './ledger-house.ts'

/**
 * A table as it is after years: `rows` actions over two years, most of them done, one in a hundred waiting for a person, by a few
 * hundred operations and a thousand people, each with an audit event.
 */
export async function fillActions({ ownerUrl, caller, platform }: LedgerHouse, rows: number): Promise<void> {
  const { id: connectionId } = await platform.db.connection.findFirstOrThrow({ select: { id: true } })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`set synchronous_commit = off`)
    await client.query(
      `insert into person (id, email, name, roles)
       select gen_random_uuid(), 'person' || n || '@example.test', 'Person ' || n, '{member}' from generate_series(1, 1000) n`,
    )
    await client.query(
      `with people as (select array_agg(id) as ids from person)
       insert into action (id, operation, "operationVersion", "connectionId", "connectionRevision", effect, repeat, title, input, status,
         digest, preview, summary, policy, "askedRoles", asks, risk, attempts, fence, "requestedById", "requestedVia", "traceId", "createdAt", "waitingSince",
         "dueAt", "settledAt", "updatedAt", result)
       select uuidv7(-(interval '63 seconds' * ($3::int - n))), 'noop.run_' || n % 300, 'sha256:0', $1, 1, 'write', 'idempotent', 'Do nothing',
         jsonb_build_object('number', n), s.status, 'sha256:' || md5(n::text),
         jsonb_build_object('summary', 'Do nothing, ' || n, 'changes', '[]'::jsonb, 'warnings', '[]'::jsonb),
         'Do nothing for customer ' || n % 50000 || ' of ' || md5((n % 1000)::text),
         jsonb_build_object('verdict', 'require_approval', 'rules', '[]'::jsonb,
           'requirements', jsonb_build_array(jsonb_build_object('role', 'approver', 'quorum', 1, 'requesterExcluded', true)), 'policyVersion', 1),
         '{approver}', case when s.status = 'awaiting_approval' then '{approver}'::text[] else '{}' end, n % 101, 1, 1, case when n % 97 = 0 then $2 else people.ids[1 + n % 1000] end, 'api', md5(n::text),
         now() - interval '63 seconds' * ($3::int - n), now() - interval '63 seconds' * ($3::int - n),
         case when s.status = 'awaiting_approval' then now() + interval '1 minute' * (n % 4000) end,
         case when s.status in ('succeeded', 'failed') then now() end, now(), '{}'
       from generate_series(1, $3::int) n, people,
         lateral (select case when n % 100 = 0 then 'awaiting_approval' when n % 1000 = 1 then 'outcome_unknown' when n % 50 = 2 then 'failed'
           else 'succeeded' end as status) s`,
      [connectionId, caller.personId, rows],
    )
    await client.query(
      `insert into audit_event (id, at, kind, "actorKind", "actorId", "subjectKind", "subjectId", content, salt, "contentHash")
       select uuidv7(), a."createdAt", 'action.settled', 'system', null, 'action', a.id::text, '{}', '\\x00', '\\x00' from action a`,
    )
    await client.query('vacuum analyze action')
    await client.query('vacuum analyze audit_event')
  } finally {
    await client.end()
  }
}
