import { waitForAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { type Caller, createPerson } from '#lib/people/index.ts'
import { changePolicy, currentPolicy } from '#lib/policy/index.ts'
import { type LedgerHouse, openLedgerHouse } from '../ledger/ledger-house.ts'
import { askNothing } from '../ledger/settle-rate.ts'
import { type Latencies, latenciesOf, medianLatencies } from '../statistics.ts'

export interface DecisionSpeed {
  /** Milliseconds from the approver's yes to the connector's first line in the worker, the policy asked again between them. */
  reached: Latencies
  /** Milliseconds until the approver is answered. */
  answered: Latencies
}

/** What a person waits for after they said yes: one approver, one decision after another, one idle worker. */
export async function measureDecisions({ rounds, decisions }: { rounds: number; decisions: number }): Promise<DecisionSpeed> {
  const house = await openLedgerHouse()
  try {
    const approver = await askForApproval(house)
    await house.startWorker()
    await house.platform.live.ready()
    await decideTimes(house, approver, decisions)
    const runs: Awaited<ReturnType<typeof decideTimes>>[] = []
    for (let round = 0; round < rounds; round++) runs.push(await decideTimes(house, approver, decisions))
    return {
      reached: medianLatencies(runs.map(({ reached }) => latenciesOf(reached))),
      answered: medianLatencies(runs.map(({ answered }) => latenciesOf(answered))),
    }
  } finally {
    await house.close()
  }
}

/** Makes the policy ask for every write; answers the one who may say yes. */
async function askForApproval({ platform, caller }: LedgerHouse): Promise<Caller> {
  const rule = {
    name: 'all writes',
    operations: ['noop.*'],
    condition: null,
    verdict: 'require_approval' as const,
    reason: 'For the bench.',
  }
  const { rules } = await currentPolicy(platform)
  await changePolicy(platform, { caller: { ...caller, roles: ['admin'] }, rules: [...rules, rule], comment: 'For the bench.' })
  const email = 'approver@example.test'
  const person = { name: 'Approver', email, roles: ['approver' as const] }
  const { id } = await createPerson(platform, { ...person, actor: { kind: 'system', id: null } })
  return { ...caller, ...person, personId: id }
}

async function decideTimes(house: LedgerHouse, approver: Caller, count: number) {
  const reached: number[] = []
  const answered: number[] = []
  for (let number = 0; number < count; number++) {
    const { id, digest, status } = await askNothing(house, { number })
    if (status !== 'awaiting_approval' || digest === null) throw new Error(`an action that should wait for approval is ${status}`)
    const decided = performance.now()
    await decideAction(house.platform, { actionId: id, caller: approver, verdict: 'approve', digest })
    answered.push(performance.now() - decided)
    const settled = await waitForAction(house.platform, id, { ms: 30_000, until: 'settled' })
    if (settled.status !== 'succeeded') throw new Error(`an action that does nothing ended as ${settled.status}`)
    reached.push((settled.result as { begunAt: number }).begunAt - (performance.timeOrigin + decided))
  }
  return { reached, answered }
}
