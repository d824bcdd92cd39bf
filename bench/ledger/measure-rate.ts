import { openCommitRate } from '../durable-commits.ts'
import { type Latencies, median, medianLatencies } from '../statistics.ts'
import { openLedgerHouse } from './ledger-house.ts'
import { type SettleRate, settleRate } from './settle-rate.ts'

export interface RatePlan {
  rounds: number
  clients: number
  /** More than the places of a worker's lane. */
  crowd: number
  commits: number
  actions: number
  alone: number
}

export interface QueueRate {
  queue: 'PostgreSQL' | 'Redis'
  commitsPerSecond: number
  perSecond: number
  /** Actions for each raw commit: the median of what each round gave. */
  ratioToCommits: number
  latency: Latencies
  /** The same figures with so many clients that they wait for places, measured in the same rounds. */
  crowded: { perSecond: number; ratioToCommits: number }
  /** One asker on an idle house: milliseconds to the connector's first line. */
  reachedAlone: Latencies
  runs: { commits: number; actions: number; crowded: number }[]
}

/** Raw durable commits and whole actions in turn, on one server, with one worker process. */
export async function measureRate(plan: RatePlan, redisUrl: string | undefined): Promise<QueueRate> {
  const house = await openLedgerHouse({ redisUrl })
  try {
    await house.startWorker()
    await house.platform.live.ready()
    const commits = await openCommitRate({ ownerUrl: house.ownerUrl, clients: plan.clients })
    // Once without counting: code is compiled, connections are opened, statements are prepared.
    await commits.measure(plan.commits)
    await settleRate(house, { clients: plan.clients, count: plan.actions })
    const runs: { commits: number; actions: SettleRate; crowded: SettleRate }[] = []
    for (let round = 0; round < plan.rounds; round++) {
      runs.push({
        commits: await commits.measure(plan.commits),
        actions: await settleRate(house, { clients: plan.clients, count: plan.actions }),
        crowded: await settleRate(house, { clients: plan.crowd, count: plan.actions }),
      })
    }
    const alone: SettleRate[] = []
    for (let round = 0; round < plan.rounds; round++) alone.push(await settleRate(house, { clients: 1, count: plan.alone }))
    await commits.close()
    return {
      queue: redisUrl === undefined ? 'PostgreSQL' : 'Redis',
      commitsPerSecond: median(runs.map((run) => run.commits)),
      perSecond: median(runs.map(({ actions }) => actions.perSecond)),
      ratioToCommits: median(runs.map((run) => run.actions.perSecond / run.commits)),
      latency: medianLatencies(runs.map(({ actions }) => actions.latency)),
      crowded: {
        perSecond: median(runs.map(({ crowded }) => crowded.perSecond)),
        ratioToCommits: median(runs.map((run) => run.crowded.perSecond / run.commits)),
      },
      reachedAlone: medianLatencies(alone.map(({ reached }) => reached)),
      runs: runs.map(({ commits: raw, actions, crowded }) => ({ commits: raw, actions: actions.perSecond, crowded: crowded.perSecond })),
    }
  } finally {
    await house.close()
  }
}
