import { actionStory, listActions, loadAction } from '#lib/actions/index.ts'
import { countApprovals, listApprovals } from '#lib/approvals/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Latencies, latenciesOf } from '../statistics.ts'
import { fillActions } from './fill-actions.ts'
import { openLedgerHouse } from './ledger-house.ts'

export interface Lists {
  rows: number
  /** Milliseconds of one look, by what is looked at. */
  looks: Record<string, Latencies>
  worstP95: number
}

/** Lists, inbox and story over a table of `rows` actions, each looked at `times` times. */
export async function measureLists({ rows, times }: { rows: number; times: number }): Promise<Lists> {
  const house = await openLedgerHouse()
  try {
    await fillActions(house, rows)
    const { platform, caller: member } = house
    const admin: Caller = { ...member, roles: ['admin'] }
    const approver: Caller = { ...member, roles: ['approver', 'member'] }
    const ids = (await platform.pool.query<{ id: string }>(`select id from action tablesample system (1) limit $1`, [times])).rows.map(
      ({ id }) => id,
    )
    const page = { limit: 50 }
    const looks: Record<string, (n: number) => Promise<unknown>> = {
      'list, all': () => listActions(platform, admin, page),
      'list, of a status': () => listActions(platform, admin, { ...page, status: 'failed' }),
      'list, of an operation': (n) => listActions(platform, admin, { ...page, operation: `noop.run_${n % 300}` }),
      'list, one’s own': () => listActions(platform, member, page),
      'list, by words': (n) => listActions(platform, admin, { ...page, query: `customer ${(n * 977) % 50_000} ` }),
      'inbox, mine': () => listApprovals(platform, approver, { filter: { scope: 'mine' }, ...page }),
      'inbox, all': () => listApprovals(platform, admin, { filter: { scope: 'all' }, ...page }),
      'inbox, its number': () => countApprovals(platform, approver, { scope: 'mine' }),
      story: async (n) => actionStory(platform, await loadAction(platform.db, ids[n % ids.length] ?? '')),
    }
    const measured: Record<string, Latencies> = {}
    for (const [name, look] of Object.entries(looks)) {
      const taken: number[] = []
      for (let n = -5; n < times; n++) {
        const began = performance.now()
        await look(Math.abs(n))
        if (n >= 0) taken.push(performance.now() - began)
      }
      measured[name] = latenciesOf(taken)
    }
    return { rows, looks: measured, worstP95: Math.max(...Object.values(measured).map(({ p95 }) => p95)) }
  } finally {
    await house.close()
  }
}
