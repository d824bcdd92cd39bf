import { setTimeout as wait } from 'node:timers/promises'
import { createApiClient } from './api-client.ts'
import { type InboxSpeed, measureInbox } from './approvals/measure-inbox.ts'
import { type ApprovalResults, runApprovals } from './approvals/run-approvals.ts'
import type { BenchSystem } from './bench-system.ts'
import { type FirstToken, measureFirstToken } from './first-token.ts'
import { type LedgerResults, runLedger } from './ledger/run-ledger.ts'
import { describeMachine, loadNow, type Machine } from './machine.ts'
import { type ActionMeasurement, type ActionPlan, measureActions } from './measure-actions.ts'
import type { ModelServer } from './model-server.ts'
import { type Memory, measureMemory } from './process-memory.ts'
import { median } from './statistics.ts'
import type { ProcessRole } from './system-processes.ts'

/** How much is measured. */
export const plan = {
  warmStarts: 5,
  /** Seconds of rest before the memory is read. */
  restSeconds: 5,
  turns: 30,
  warmUpTurns: 5,
  actions: { rounds: 5, clients: 16, commits: 4000, actions: 300, actionsAlone: 60 } satisfies ActionPlan,
  inbox: { waiting: 10_000, visits: 30, moves: 60 },
} as const

export interface BenchResults {
  measuredAt: string
  machine: Machine
  plan: typeof plan
  /** Seconds from the start of the supervisor to the banner, on data that are there and pages that are built. */
  warmStart: { median: number; runs: number[] }
  memory: { idle: Record<ProcessRole, Memory>; afterActions: Record<ProcessRole, Memory> }
  /** Milliseconds. */
  firstToken: FirstToken
  actions: ActionMeasurement
  ledger: LedgerResults
  approvals: ApprovalResults
  inbox: InboxSpeed
}

/** Measures everything, on one system. `say` hears what is under way. */
export async function runBench(
  system: BenchSystem,
  { model, redisUrl, say }: { model: ModelServer; redisUrl: string | undefined; say: (step: string) => void },
): Promise<BenchResults> {
  const loadBefore = loadNow()
  say('a first start (it builds the pages when they are old)')
  await system.start()
  say(`${plan.warmStarts} warm starts`)
  const starts: number[] = []
  for (let run = 0; run < plan.warmStarts; run++) {
    await system.stop()
    starts.push(await system.start())
  }
  const machine = await system.withDatabase((database) => describeMachine(database, loadBefore))
  say('memory at rest')
  await wait(plan.restSeconds * 1000)
  const idle = await measureMemory(system.supervisorPid())
  const key = await system.makeKey()
  say(`${plan.turns} turns to their first words`)
  const firstToken = await firstTokenOf(system, model, key)
  const { rounds, actions, clients, commits } = plan.actions
  say(`${rounds} rounds of ${commits} commits and ${actions} actions of each kind, ${clients} clients`)
  const measured = await measureActions(system, { plan: plan.actions, key })
  await wait(plan.restSeconds * 1000)
  const afterActions = await measureMemory(system.supervisorPid())
  const { waiting, visits, moves } = plan.inbox
  say(`${visits} visits and ${moves} moves with ${waiting} waiting`)
  const inbox = await inboxOf(system, key)
  await system.stop()
  return {
    measuredAt: new Date().toISOString(),
    machine,
    plan,
    warmStart: { median: median(starts), runs: starts },
    memory: { idle, afterActions },
    firstToken,
    actions: measured,
    ledger: await runLedger(redisUrl, say),
    approvals: await runApprovals(say),
    inbox,
  }
}

async function firstTokenOf(system: BenchSystem, model: ModelServer, key: string): Promise<FirstToken> {
  const api = createApiClient({ url: system.url, key, connections: 1 })
  try {
    return await measureFirstToken(api, model, { turns: plan.turns, warmUp: plan.warmUpTurns })
  } finally {
    await api.close()
  }
}

async function inboxOf(system: BenchSystem, key: string): Promise<InboxSpeed> {
  const api = createApiClient({ url: system.url, key, connections: 1 })
  try {
    return await measureInbox(system, { api, ...plan.inbox })
  } finally {
    await api.close()
  }
}
