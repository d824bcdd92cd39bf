import pg from 'pg'
import { expect, test } from 'vitest'
import type { Platform } from '#lib/platform/index.ts'
import { knownDomains } from '#lib/policy/known-domains.ts'
import { readWindows } from '#lib/policy/read-windows.ts'
import { type WindowCall, windowKey } from '#lib/policy/windows.ts'
import { openHouse } from '../support/house.ts'

const house = await openHouse()
const { platform, member } = house
const rows = 40_000

const connectionId = await fill()

test('windows over many actions are answered from indexes: of a person, of one operation, of a glob, of a connection', async () => {
  const subject = { id: platform.ids(), createdAt: platform.clock.now(), requestedById: member.personId, connectionId }
  const call = { measure: 'count' as const, hours: 24 }
  const { plans, on } = listening()
  const calls: WindowCall[] = [
    { ...call, glob: 'filled.run_*', scope: 'requester' },
    { ...call, glob: 'filled.run_7', scope: 'everyone' },
    { ...call, glob: 'filled.*', scope: 'connection' },
  ]
  const [windows] = await readWindows(on, [{ subject, calls }])
  for (const each of calls) expect(windows?.get(windowKey(each))).toEqual(expect.any(Number))
  for (const plan of plans)
    expect(looksAt(plan, 'action')).toEqual(['action_operation_createdAt_idx', 'action_requestedById_createdAt_idx'])
})

test('whether a domain was reached before is looked up in its index, however many actions there are', async () => {
  const { plans, on } = listening()
  expect(await knownDomains(on, ['domain7.test', 'stranger.test'])).toEqual(new Set(['domain7.test']))
  for (const plan of plans) expect(looksAt(plan, 'action')).toEqual(['action_recipientDomains_idx'])
})

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: PlanNode[]
}

/** The platform, with how each of its statements is planned: for these values, and for any (as a prepared one is after a while). */
function listening(): { plans: PlanNode[]; on: Platform } {
  const plans: PlanNode[] = []
  const planOf = async (query: pg.QueryConfig) => {
    const { rows: found } = await platform.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(query)
    plans.push(...found.map((row) => row['QUERY PLAN'][0].Plan))
  }
  const query = async ({ text, values, ...rest }: pg.QueryConfig) => {
    await planOf({ text: `explain (format json) ${text}`, values: values ?? [] })
    await planOf({ text: `explain (generic_plan, format json) ${text}` })
    return platform.pool.query({ text, values: values ?? [], ...rest })
  }
  return { plans, on: Object.assign(Object.create(platform) as Platform, { pool: { query } }) }
}

/** How a plan gets at a table: the indexes by name, and what reads it whole. */
function looksAt(plan: PlanNode, table: string): string[] {
  const all = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)]
  const looks = all(plan).flatMap((node) => {
    if (node['Index Name']?.startsWith(table)) return [node['Index Name']]
    return node['Relation Name'] === table && node['Node Type'] === 'Seq Scan' ? ['all of it'] : []
  })
  return [...new Set(looks)].sort()
}

/** As after months: many operations, people and recipients. */
async function fill(): Promise<string> {
  const { id } = await platform.db.connection.findFirstOrThrow({ where: { name: 'mail' }, select: { id: true } })
  const owner = new pg.Client({ connectionString: platform.database.ownerUrl })
  await owner.connect()
  await owner.query(
    `insert into person (id, email, name, roles) select gen_random_uuid(), 'person' || n || '@example.test', 'Person', '{member}' from generate_series(1, 500) n`,
  )
  await owner.query(
    `with people as (select array_agg(id) as ids from person)
     insert into action (id, operation, "operationVersion", "connectionId", "connectionRevision", effect, repeat, title, input, status,
       summary, "recipientDomains", "requestedById", "requestedVia", "traceId", "createdAt", "updatedAt")
     select uuidv7(), 'filled.run_' || n % 300, 'sha256:0', $1, 1, 'write', 'never', 'Do', '{}', 'succeeded', 'Do',
       array['domain' || n % 2000 || '.test'], people.ids[1 + n % 500], 'api', md5(n::text),
       now() - interval '1 minute' * n, now()
     from generate_series(1, $2::int) n, people`,
    [id, rows],
  )
  await owner.query('vacuum analyze action')
  await owner.end()
  return id
}
