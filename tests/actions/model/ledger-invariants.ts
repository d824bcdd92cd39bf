import { expect } from 'vitest'
import { contractEnds, contractWays } from './contract.ts'
import type { Answer, World } from './ledger-world.ts'

/** The columns that are looked at by name; all others are compared as well. Times are texts. */
interface Row extends Record<string, unknown> {
  id: string
  operation: string
  effect: string
  repeat: string
  status: string
  input: unknown
  digest: string | null
  fence: number
  attempts: number
  settledAt: string | null
  requestedById: string
  editedBy: string[]
}
export interface Ledger {
  actions: Row[]
  events: { id: string; subjectId: string; kind: string; content: { from?: string; to?: string; digest?: string | null } }[]
  decisions: {
    actionId: string
    digest: string
    verdict: string
    voidedAt: string | null
    personId: string
    roles: string[]
    active: boolean
  }[]
  attempts: { actionId: string; fence: number; endedAt: string | null }[]
}

async function readLedger({ house, ids }: World): Promise<Ledger> {
  const [read] = await house.platform.db.$queryRaw<Ledger[]>`
    select
      (select coalesce(jsonb_agg(a order by id), '[]') from action a where id = any(${ids}::uuid[])) as actions,
      (select coalesce(jsonb_agg(e order by at, id), '[]') from audit_event e where "subjectKind" = 'action' and "subjectId" = any(${ids})) as events,
      (select coalesce(jsonb_agg(to_jsonb(d) || jsonb_build_object('roles', p.roles, 'active', p.active) order by d.id), '[]')
        from decision d join person p on p.id = d."personId" where d."actionId" = any(${ids}::uuid[])) as decisions,
      (select coalesce(jsonb_agg(t order by id), '[]') from attempt t where "actionId" = any(${ids}::uuid[])) as attempts`
  if (read === undefined) throw new Error('a statement that collects gave no row')
  return read
}

/** What must hold after every command, whatever it was. */
export async function mustHold(world: World, answer: Answer): Promise<void> {
  const now = await readLedger(world)
  const before = world.ledger
  world.ledger = now
  if (answer === 'refused' && before !== null) expect(now, 'it was refused, and something was written').toEqual(before)
  for (const row of now.actions) {
    followsContract(row, now)
    attemptsFit(row, now)
    const former = before?.actions.find(({ id }) => id === row.id)
    if (former !== undefined) onlyForward(former, row)
  }
  wasApproved(now, world)
  await matchesOutside(now, before, world)
}

/** Its audit events are a chain of the contract's ways, without a gap, that ends where the row stands. */
function followsContract(row: Row, { events }: Ledger): void {
  let status = 'requested'
  for (const event of events.filter(({ subjectId }) => subjectId === row.id)) {
    const { from, to } = event.content
    if (from === undefined || to === undefined) continue
    const way = `${from} → ${to}`
    expect(contractWays, `${row.operation}: ${way} by ${event.kind}`).toContain(way)
    expect(from, `${row.operation}: a gap before ${event.kind}`).toBe(status)
    status = to
  }
  expect(row.status, `${row.operation}: its row and its audit events disagree`).toBe(status)
  expect(row.settledAt !== null, `${row.status} and settledAt`).toBe(contractEnds.has(row.status))
}

function attemptsFit(row: Row, { attempts }: Ledger): void {
  const own = attempts.filter(({ actionId }) => actionId === row.id)
  expect(own.length, 'attempts that were counted and attempts that were kept').toBe(row.attempts)
  for (const { fence } of own) expect(fence).toBeLessThanOrEqual(row.fence)
  const open = own.filter(({ endedAt, fence }) => endedAt === null && fence === row.fence)
  expect(open.length, `${row.status}: attempts under way`).toBe(row.status === 'running' ? 1 : 0)
}

function onlyForward(former: Row, row: Row): void {
  expect(row.fence, 'a fence went down').toBeGreaterThanOrEqual(former.fence)
  expect(row.attempts).toBeGreaterThanOrEqual(former.attempts)
  if (!contractEnds.has(former.status)) return
  const changing = { told: null, updatedAt: null, hasDependents: null }
  expect({ ...row, ...changing }, `${former.status}, and it changed`).toEqual({ ...former, ...changing })
}

/** How many persons had to agree before it may run, by the rules as they are now. */
function quorum(row: Row, { rules }: World): number {
  if (row.effect === 'irreversible') return rules === 'two approvers' ? 2 : 1
  const { amount } = row.input as { amount?: { amount: string } }
  return row.operation === 'crm.set_credit_limit' && Number(amount?.amount) > 25 ? 1 : 0
}

/** Each claim stands on enough approvals of the digest that it ran with, by people who may, none of them the one who asked. */
function wasApproved({ actions, events, decisions }: Ledger, world: World): void {
  for (const { id, subjectId, content } of events.filter(({ kind }) => kind === 'action.claimed')) {
    if (world.claims.has(id)) continue
    world.claims.add(id)
    const row = actions.find((action) => action.id === subjectId)
    if (row === undefined) continue
    const agreed = decisions.filter(
      (one) => one.actionId === row.id && one.digest === content.digest && one.verdict === 'approve' && one.voidedAt === null && one.active,
    )
    const persons = agreed.filter(
      ({ personId, roles }) => personId !== row.requestedById && !row.editedBy.includes(personId) && roles.includes('approver'),
    )
    expect(new Set(persons.map(({ personId }) => personId)).size, `${row.operation} ran without its approvals`).toBeGreaterThanOrEqual(
      quorum(row, world),
    )
  }
}

/** What the other side did is what the ledger says. Looked at for those that changed. */
async function matchesOutside(now: Ledger, before: Ledger | null, { house }: World): Promise<void> {
  for (const row of now.actions) {
    const former = before?.actions.find(({ id }) => id === row.id)
    if (former?.status === row.status && former.attempts === row.attempts) continue
    const effects = (await house.demo.journal(row.id)).length
    const said = `${row.operation} (${row.repeat}) ${row.status} after ${row.attempts} attempts`
    if (row.effect === 'read' || row.attempts === 0 || row.status === 'failed') expect(effects, said).toBe(0)
    else if (row.status === 'succeeded') expect(effects, said).toBeGreaterThanOrEqual(1)
    if (row.repeat !== 'harmless') expect(effects, said).toBeLessThanOrEqual(1)
  }
}
