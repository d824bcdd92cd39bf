import { type ActionKind, type ActionRun, actionKinds, runActions } from './action-rate.ts'
import { type ActionStages, readStages } from './action-stages.ts'
import { createApiClient } from './api-client.ts'
import type { BenchSystem } from './bench-system.ts'
import { openCommitRate } from './durable-commits.ts'
import { medianProcessorTime, type ProcessorTime } from './processor-time.ts'
import { type Latencies, median, medianLatencies } from './statistics.ts'

export interface ActionFigures {
  operation: string
  title: string
  perSecond: number
  /** Actions for each raw commit: the median of what each round gave. */
  ratioToCommits: number
  latency: Latencies
  stages: ActionStages
  processorTime: ProcessorTime
  /** The same with one client alone: what an action takes when nothing stands in its way. */
  alone: { latency: Latencies; stages: ActionStages }
  runsPerSecond: number[]
}

export interface ActionMeasurement {
  commitsPerSecond: number
  commitRunsPerSecond: number[]
  actions: ActionFigures[]
}

export interface ActionPlan {
  rounds: number
  clients: number
  commits: number
  actions: number
  actionsAlone: number
}

/** Raw commits and actions in turn, so that whatever else the machine does strikes both. */
export async function measureActions(system: BenchSystem, { plan, key }: { plan: ActionPlan; key: string }): Promise<ActionMeasurement> {
  const { rounds, clients } = plan
  const api = createApiClient({ url: system.url, key, connections: clients })
  const rate = await openCommitRate({ ownerUrl: await system.ownerUrl(), clients })
  const commitRates: number[] = []
  const runs = new Map<ActionKind, ActionRun[]>(actionKinds.map((kind) => [kind, []]))
  const load = { count: plan.actions, clients, supervisorPid: system.supervisorPid() }
  try {
    // Once without counting: code is compiled, connections are opened, caches are filled.
    await rate.measure(plan.commits)
    for (const kind of actionKinds) await runActions(api, { ...load, kind })
    for (let round = 0; round < rounds; round++) {
      commitRates.push(await rate.measure(plan.commits))
      for (const [kind, done] of runs) done.push(await runActions(api, { ...load, kind }))
    }
    const actions: ActionFigures[] = []
    for (const [kind, done] of runs) {
      const alone = await runActions(api, { ...load, kind, count: plan.actionsAlone, clients: 1 })
      actions.push(await figuresOf(system, { kind, runs: done, alone, commitRates }))
    }
    return { commitsPerSecond: median(commitRates), commitRunsPerSecond: commitRates, actions }
  } finally {
    await rate.close()
    await api.close()
  }
}

async function figuresOf(
  system: BenchSystem,
  { kind, runs, alone, commitRates }: { kind: ActionKind; runs: ActionRun[]; alone: ActionRun; commitRates: number[] },
): Promise<ActionFigures> {
  const together = new Map(runs.flatMap(({ knownAt }) => [...knownAt]))
  return system.withDatabase(async (database) => ({
    operation: kind.operation,
    title: kind.title,
    perSecond: median(runs.map(({ perSecond }) => perSecond)),
    ratioToCommits: median(runs.map(({ perSecond }, round) => perSecond / (commitRates[round] ?? Number.NaN))),
    latency: medianLatencies(runs.map(({ latency }) => latency)),
    stages: await readStages(database, together),
    processorTime: medianProcessorTime(runs.map(({ processorTime }) => processorTime)),
    alone: { latency: alone.latency, stages: await readStages(database, alone.knownAt) },
    runsPerSecond: runs.map(({ perSecond }) => perSecond),
  }))
}
