import { setTimeout as wait } from 'node:timers/promises'
import { createRandom } from '#demo/data/random.ts'
import type { BackOffice } from '../../chaos/back-office.ts'
import { shuffled } from '../../chaos/plan-actions.ts'
import type { ProcessName, ScaledOut } from './scaled-out.ts'

export type Victim = ProcessName | 'redis'

export interface Kill {
  /** So many actions have been answered 201. */
  at: number
  victim: Victim
}

/** Each of them `rounds` times, in an order of the seed's own, while there is still something to ask for. */
export function planKills(given: { seed: number; actions: number; rounds: number; victims: readonly Victim[] }): Kill[] {
  const { seed, actions, rounds, victims } = given
  const random = createRandom(seed)
  const all = Array.from({ length: rounds }, () => shuffled(random, victims)).flat()
  const [from, to] = [actions * 0.1, actions * 0.8]
  const slot = (to - from) / all.length
  return all.map((victim, index) => ({ at: Math.floor(from + (index + random.whole(0, 99) * 0.01) * slot), victim }))
}

export interface Killer {
  /** Performs what is due, one after the other. */
  accepted(count: number): void
  /** Waits until no more than one is due: nobody asks on while processes are only just coming back. */
  caughtUp(): Promise<void>
  finish(): Promise<Victim[]>
}

const patienceMs = { process: 20_000, underWay: 2_500 }

export function createKiller(system: ScaledOut, { office, kills }: { office: BackOffice; kills: readonly Kill[] }): Killer {
  const left = [...kills]
  const done: Victim[] = []
  let chain: Promise<void> = Promise.resolve()
  let before: Promise<void> = chain

  const strike = async (victim: Victim) => {
    if (victim === 'redis') {
      await system.redis?.kill()
      await wait(500)
      await system.redis?.start()
      done.push(victim)
      return
    }
    const isWorker = victim.startsWith('worker')
    // What it asks for now happens at once and is answered late: it has requests under way whose effects have happened.
    if (isWorker) await office.addFault({ path: '*', method: '*', mode: 'slow', count: 6 })
    const until = performance.now() + patienceMs.process
    let pid = system.processes.get(victim)?.pid() ?? null
    while (pid === null && performance.now() < until) {
      await wait(50)
      pid = system.processes.get(victim)?.pid() ?? null
    }
    if (pid === null) return
    if (isWorker) await untilBusy(system, pid)
    process.kill(pid, 'SIGKILL')
    done.push(victim)
  }

  return {
    accepted(count) {
      while (left[0] !== undefined && left[0].at <= count) {
        const { victim } = left.shift() as Kill
        before = chain
        chain = chain.then(() => strike(victim))
      }
    },
    caughtUp: () => before,
    async finish() {
      await chain
      return done
    },
  }
}

/** Until this worker waits for an answer that is late; past the patience, whether or not. */
async function untilBusy(system: ScaledOut, pid: number): Promise<void> {
  const until = performance.now() + patienceMs.underWay
  await system.withDatabase('owner', async (client) => {
    while (performance.now() < until) {
      const { rowCount } = await client.query(
        `select from attempt where worker like $1 and "endedAt" is null and "startedAt" < now() - interval '100 milliseconds' limit 1`,
        [`%/${pid}`],
      )
      if (rowCount !== 0) return
      await wait(10)
    }
  })
}
