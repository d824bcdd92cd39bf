import { people } from '../demo/data/people.ts'
import { createRandom, type Random } from '../demo/data/random.ts'
import { type FaultMode, faultModes } from '../demo/faults.ts'
import { type Kind, type PlannedAction, planActions, shuffled } from './plan-actions.ts'

export type { Kind, PlannedAction }

/** A fault of the back office, as `PUT /_faults` takes it. */
export interface PlannedFault {
  path: string
  method: string
  mode: FaultMode
  count: number
}

/** Which of the two worker processes: the supervisor's, or the one beside it. */
export type WorkerNumber = 0 | 1

export type Strike =
  | { kind: 'kill_worker'; worker: WorkerNumber }
  /** SIGSTOP, and SIGCONT after so many seconds: beyond the lease of whatever it runs. */
  | { kind: 'stop_worker'; worker: WorkerNumber; seconds: number }
  | { kind: 'kill_web' }
  | { kind: 'kill_postgres' }
  /** Every connection of the application to its database. */
  | { kind: 'cut_database' }
  /** Every connection of the workers to the back office. */
  | { kind: 'cut_outside' }
  | { kind: 'flush_redis' }
  | { kind: 'kill_redis' }
  | { kind: 'fault'; fault: PlannedFault }

export interface PlannedStrike {
  /** So many actions have been answered 201. */
  at: number
  strike: Strike
}

export type QueueOn = 'postgres' | 'redis'

export interface Plan {
  seed: number
  queue: QueueOn
  actions: readonly PlannedAction[]
  /** In the order of `at`. */
  strikes: readonly PlannedStrike[]
}

/** Longer than any lease (30 s at most, by the contract), and than a sweep after it. */
const beyondTheLease = 33

/** How much of each, in a run of up to 120 actions and in a longer one. */
const amounts = {
  short: {
    kill_worker: 2,
    kill_web: 1,
    kill_postgres: 1,
    cut_database: 1,
    cut_outside: 2,
    flush_redis: 2,
    kill_redis: 1,
    faultsOfAMode: 2,
    mailFaults: 1,
  },
  long: {
    kill_worker: 6,
    kill_web: 3,
    kill_postgres: 3,
    cut_database: 4,
    cut_outside: 6,
    flush_redis: 4,
    kill_redis: 2,
    faultsOfAMode: 8,
    mailFaults: 3,
  },
}

/** Everything that one run does, and when: the same for the same seed, number of actions and queue. */
export function makePlan({ seed, actions, queue }: { seed: number; actions: number; queue: QueueOn }): Plan {
  const random = createRandom(seed)
  const strikes = [...planFaults(random, actions), ...planProcessStrikes(random, actions, queue)]
  return {
    seed,
    queue,
    actions: planActions(random, { seed, count: actions, contacts: contactsInEuros }),
    strikes: strikes.toSorted((left, right) => left.at - right.at),
  }
}

/** The back office's contacts that are billed in EUR, by their numbers. */
const contactsInEuros = people.flatMap(({ currency }, index) => (currency === 'EUR' ? [String(501 + index)] : []))

function amountsFor(actions: number) {
  return actions <= 120 ? amounts.short : amounts.long
}

/**
 * Each mode of the back office. Every second fault of a mode is for PUT, which only credit limits use: what takes no key is where
 * a wrong step would show. They come early enough to meet their requests, and what hangs until its deadline earlier still.
 */
function planFaults(random: Random, actions: number): PlannedStrike[] {
  const { faultsOfAMode, mailFaults } = amountsFor(actions)
  const fault = (mode: FaultMode, path: string, method: string): PlannedStrike => ({
    at: random.whole(1, Math.floor(actions * (mode === 'timeout' ? 0.4 : 0.55))),
    strike: { kind: 'fault', fault: { path, method, mode, count: 1 } },
  })
  return faultModes.flatMap((mode, place) => [
    ...Array.from({ length: faultsOfAMode }, (_, index) =>
      fault(mode, '*', index % 2 === 0 ? 'PUT' : (['POST', '*', 'DELETE'][(index + place) % 3] ?? '*')),
    ),
    ...Array.from({ length: mailFaults }, () => fault(mode, 'smtp', '*')),
  ])
}

/**
 * What strikes the processes, spread over the run in an order of its own. Before a worker is struck, the back office is made slow
 * to answer what it does: so the worker has requests under way whose effects have happened.
 */
function planProcessStrikes(random: Random, actions: number, queue: QueueOn): PlannedStrike[] {
  const amount = amountsFor(actions)
  const repeated = (count: number, make: (index: number) => Strike) => Array.from({ length: count }, (_, index) => make(index))
  const first = random.whole(0, 1)
  const others: Strike[] = [
    ...repeated(amount.kill_worker, (index) => ({ kind: 'kill_worker', worker: ((first + index) % 2) as WorkerNumber })),
    ...repeated(amount.kill_web, () => ({ kind: 'kill_web' })),
    ...repeated(amount.kill_postgres, () => ({ kind: 'kill_postgres' })),
    ...repeated(amount.cut_database, () => ({ kind: 'cut_database' })),
    ...repeated(amount.cut_outside, () => ({ kind: 'cut_outside' })),
    ...(queue === 'redis' ? repeated(amount.flush_redis, () => ({ kind: 'flush_redis' })) : []),
    ...(queue === 'redis' ? repeated(amount.kill_redis, () => ({ kind: 'kill_redis' })) : []),
  ]
  const stop: Strike = { kind: 'stop_worker', worker: random.whole(0, 1) as WorkerNumber, seconds: beyondTheLease }
  const [from, to] = [actions * 0.12, actions * 0.7]
  const slot = (to - from) / others.length
  const placed = shuffled(random, others).map((strike, index) => ({
    at: Math.floor(from + index * slot + random.whole(0, 99) * slot * 0.01),
    strike,
  }))
  return [{ at: random.whole(Math.ceil(actions * 0.04), Math.ceil(actions * 0.1)), strike: stop }, ...placed].flatMap((each) =>
    each.strike.kind === 'kill_worker' || each.strike.kind === 'stop_worker' ? [slowBefore(each.at), each] : [each],
  )
}

function slowBefore(at: number): PlannedStrike {
  return { at: Math.max(1, at - 4), strike: { kind: 'fault', fault: { path: '*', method: '*', mode: 'slow', count: 3 } } }
}
