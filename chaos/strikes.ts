import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { BackOffice } from './back-office.ts'
import type { PlannedStrike, Strike, WorkerNumber } from './plan.ts'
import { isAlive } from './processes.ts'
import type { ChaosSystem } from './system.ts'

/** What became of one planned strike. */
export interface StrikeDone {
  kind: Strike['kind']
  /** Accepted actions for which it was planned. */
  at: number
  done: boolean
  /** Attempts that the struck worker had under way. */
  underWay: number
}

export interface Striker {
  /** Performs every strike that is due, one after the other. */
  accepted(count: number): void
  /** Waits until no more than one strike that is due is still to be performed: nobody asks on while processes are only just coming back. */
  caughtUp(): Promise<void>
  /** Waits for those that are due and for the stopped workers to be woken. */
  finish(): Promise<StrikeDone[]>
}

/** How long a strike waits for its process to be there, and for a worker to have something under way. */
const patienceMs = { process: 15_000, underWay: 2_500 }

export function createStriker(
  system: ChaosSystem,
  { office, planned, say }: { office: BackOffice; planned: readonly PlannedStrike[]; say: (line: string) => void },
): Striker {
  const done: StrikeDone[] = []
  /** What waits for its moment beside the chain: stopped workers to be woken, a connection to be cut. */
  const beside: Promise<void>[] = []
  const left = [...planned]
  let stopped: WorkerNumber | null = null
  let chain: Promise<void> = Promise.resolve()
  let before: Promise<void> = chain

  /** A stopped worker is struck already: the other one takes its place. */
  const upright = (worker: WorkerNumber): WorkerNumber => (stopped === worker ? (worker === 0 ? 1 : 0) : worker)

  const stopWorker = async (worker: WorkerNumber, seconds: number): Promise<{ done: boolean; underWay: number }> => {
    const { pid, underWay } = await busyWorker(system, worker)
    if (pid === null || !signal(pid, 'SIGSTOP')) return { done: false, underWay: 0 }
    stopped = worker
    const waking = wait(seconds * 1000).then(() => {
      signal(pid, 'SIGCONT')
      stopped = null
    })
    beside.push(waking)
    return { done: true, underWay }
  }

  const perform = async (strike: Strike): Promise<{ done: boolean; underWay?: number }> => {
    switch (strike.kind) {
      case 'fault':
        await office.addFault(strike.fault)
        return { done: true }
      case 'stop_worker':
        return stopWorker(strike.worker, strike.seconds)
      case 'kill_worker': {
        // One that has just died of something else is struck in its next life.
        for (let tries = 0; tries < 3; tries += 1) {
          const { pid, underWay } = await busyWorker(system, upright(strike.worker))
          if (pid !== null && signal(pid, 'SIGKILL')) return { done: true, underWay }
        }
        return { done: false }
      }
      case 'kill_web':
      case 'kill_postgres': {
        const pid = await present(system, strike.kind === 'kill_web' ? 'web' : 'postgres')
        return { done: pid !== null && signal(pid, 'SIGKILL') }
      }
      case 'cut_database':
        return { done: await cutDatabase(system) }
      case 'cut_outside':
        return { done: await cutOutside(system) }
      case 'flush_redis':
        await system.redis?.flush()
        return { done: system.redis !== null }
      case 'kill_redis':
        await system.redis?.killAndRestart()
        return { done: system.redis?.ours ?? false }
    }
  }

  const performOne = async (at: number, strike: Strike): Promise<void> => {
    const outcome = await perform(strike).catch(() => ({ done: false, underWay: 0 }))
    done.push({ kind: strike.kind, at, done: outcome.done, underWay: outcome.underWay ?? 0 })
    if (strike.kind !== 'fault') say(`${outcome.done ? '' : 'not done: '}${strike.kind.replaceAll('_', ' ')} after ${at} actions`)
  }

  return {
    accepted(count) {
      while (left[0] !== undefined && left[0].at <= count) {
        const { at, strike } = left.shift() as PlannedStrike
        const performed = () => performOne(at, strike)
        if (strike.kind === 'cut_outside') beside.push(performed())
        else {
          before = chain
          chain = chain.then(performed)
        }
      }
    },
    caughtUp: () => before,
    async finish() {
      await chain
      await Promise.all(beside)
      return done
    },
  }
}

const present = (system: ChaosSystem, which: Parameters<ChaosSystem['pid']>[0]) => firstSuccess(() => system.pid(which), 50)

/** The worker's process at a moment when it has attempts under way; past the patience, as it is. */
async function busyWorker(system: ChaosSystem, worker: WorkerNumber): Promise<{ pid: number | null; underWay: number }> {
  const pid = await present(system, worker)
  if (pid === null) return { pid, underWay: 0 }
  const until = performance.now() + patienceMs.underWay
  const look = async (client: Client) => {
    for (;;) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from attempt where worker like $1 and "endedAt" is null`,
        [`%/${pid}`],
      )
      const underWay = rows[0]?.count ?? 0
      if (underWay > 0 || performance.now() > until || !isAlive(pid)) return underWay
      await wait(10)
    }
  }
  return { pid, underWay: await system.withDatabase('owner', look).catch(() => 0) }
}

/** At a moment when there is something to cut; kept-alive ones count too. */
async function cutOutside(system: ChaosSystem): Promise<boolean> {
  return (await firstSuccess(async () => system.cutOutside() > 0, 5)) ?? false
}

/** Once the database is there again, if it was struck before. */
async function cutDatabase(system: ChaosSystem): Promise<boolean> {
  const cut = async () =>
    system.withDatabase('app', async (client) => {
      const { rows } = await client.query<{ cut: number }>(
        'select count(pg_terminate_backend(pid))::int as cut from pg_stat_activity where usename = current_user and pid <> pg_backend_pid()',
      )
      return (rows[0]?.cut ?? 0) > 0
    })
  return (await firstSuccess(() => cut().catch(() => false), 100)) ?? false
}

/** The first answer of `look` that is neither null nor false. */
async function firstSuccess<T>(look: () => Promise<T | null | false>, everyMs: number): Promise<T | null> {
  const until = performance.now() + patienceMs.process
  for (;;) {
    const found = await look()
    if (found !== null && found !== false) return found
    if (performance.now() > until) return null
    await wait(everyMs)
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}
