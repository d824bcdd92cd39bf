import { gather, type Platform, perPlatform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'

const person = `json_build_object('id', p.id, 'name', p.name, 'roles', p.roles, 'teams', p.teams, 'active', p.active)`

/** The same row as `actionInclude` gives, in one statement that each connection prepares once. */
const columns = `a.*,
  (select json_build_object('id', c.id, 'name', c.name, 'title', c.title, 'environment', c.environment, 'enabled', c.enabled)
    from connection c where c.id = a."connectionId") as connection,
  (select ${person} from person p where p.id = a."requestedById") as "requestedBy",
  coalesce((select json_agg(json_build_object('id', d.id, 'actionId', d."actionId", 'digest', d.digest, 'personId', d."personId",
      'apiKeyId', d."apiKeyId", 'verdict', d.verdict, 'comment', d.comment, 'at', d.at, 'voidedAt', d."voidedAt", 'voidReason', d."voidReason",
      'signature', d.signature, 'onBehalfOfId', d."onBehalfOfId", 'person', ${person},
      'onBehalfOf', (select ${person} from person p where p.id = d."onBehalfOfId")) order by d.at)
    from decision d join person p on p.id = d."personId" where d."actionId" = a.id), '[]') as decisions,
  coalesce((select json_agg(json_build_object('predecessorId', b.id,
      'predecessor', json_build_object('id', b.id, 'status', b.status, 'summary', b.summary, 'title', b.title)))
    from action_dependency w join action b on b.id = w."predecessorId" where w."actionId" = a.id), '[]') as after`

const read = perPlatform((platform: Platform) =>
  gather<string, ActionRow | null>(
    async (ids) => {
      const text = `select ${columns} from action a where a.id = any ($1::uuid[])`
      const { rows } = await platform.pool.query<Stored>({ name: 'read_actions', text, values: [ids] })
      const found = new Map(rows.map((row) => [row.id, rowOf(row)]))
      return ids.map((id) => found.get(id) ?? null)
    },
    { most: 200, atOnce: 2 },
  ),
)

/** One action as it is now, or null. Those who ask at the same moment share the statement. */
export function readAction(platform: Platform, id: string): Promise<ActionRow | null> {
  return read(platform)(id)
}

/** What could run now of one connection, the longest queued first: at most `most`, and none of `except`. */
export async function readReady(
  platform: Platform,
  { connectionId, most, except }: { connectionId: string; most: number; except: readonly string[] },
): Promise<ActionRow[]> {
  const { rows } = await platform.pool.query<Stored>({
    name: 'read_ready',
    text: `select ${columns} from action a
      where a."connectionId" = $1 and a.status = 'queued' and (a."notBefore" is null or a."notBefore" <= $2) and a.id <> all ($3::uuid[])
        and not exists (select 1 from action_dependency w join action b on b.id = w."predecessorId"
          where w."actionId" = a.id and b.status <> 'succeeded')
        and not exists (select 1 from pause p where p."liftedAt" is null and (p.scope = 'everything'
          or (p.scope = 'connection' and p."connectionId" = a."connectionId")
          or (p.scope = 'operation' and p.operation = a.operation and coalesce(p."connectionId", a."connectionId") = a."connectionId")))
      order by a."queuedAt", a.id limit $4`,
    values: [connectionId, platform.clock.now(), except, most],
  })
  return rows.map(rowOf)
}

type Stored = Omit<ActionRow, 'decisions' | 'moneyMinor'> & { decisions: StoredDecision[]; moneyMinor: string | bigint | null }
type StoredDecision = Omit<ActionRow['decisions'][number], 'at' | 'voidedAt'> & { at: string; voidedAt: string | null }

function rowOf(row: Stored): ActionRow {
  return {
    ...row,
    moneyMinor: row.moneyMinor === null ? null : BigInt(row.moneyMinor),
    decisions: row.decisions.map((decision) => ({
      ...decision,
      at: new Date(decision.at),
      voidedAt: decision.voidedAt === null ? null : new Date(decision.voidedAt),
    })),
  }
}
