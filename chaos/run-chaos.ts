import type { ActionStatus } from '#lib/core/index.ts'
import { type ApiCaller, createApiCaller } from './api-caller.ts'
import { type BackOffice, openBackOffice } from './back-office.ts'
import { type Asked, askAgain, askForAll, startApprover } from './clients.ts'
import { makePlan, type Plan, type QueueOn } from './plan.ts'
import { countAttempts, waitUntilSettled } from './settling.ts'
import { createStriker, type StrikeDone } from './strikes.ts'
import { type ChaosSystem, startChaosSystem } from './system.ts'
import { judge, type Verdict } from './verdict.ts'

export interface ChaosRun {
  seed: number
  actions: number
  queue: QueueOn
  verdict: Verdict
  strikes: StrikeDone[]
  /** Uses of faults that no request met. */
  unusedFaults: number
  decisions: { approve: number; reject: number }
  /** What was still open when the patience was over: each row as it stood. */
  stuck: string[]
  seconds: { start: number; storm: number; settling: number; end: number; total: number }
}

export interface ChaosOptions {
  seed: number
  actions: number
  queue: QueueOn
  /** A Redis of somebody else's: it is flushed, and never killed. Without it, a run on Redis starts its own. */
  redisUrl?: string | undefined
  /** Ends the run and everything that it started. */
  signal?: AbortSignal
  say: (line: string) => void
}

/** At most one new action in so many milliseconds: the storm lasts long enough for every process to come back in it. */
const gapFor = (actions: number) => Math.min(400, Math.max(40, 24_000 / actions))
/** No outage of this suite is as long. */
const givenUpAfterMs = 90_000
const settledWithinMs = 150_000

/** One run from an empty data directory to the verdict. The system is gone when it ends, however it ends. */
export async function runChaos(options: ChaosOptions): Promise<ChaosRun> {
  const plan = makePlan(options)
  const clock = stopwatch()
  options.say(`seed ${plan.seed}: ${plan.actions.length} actions, ${plan.strikes.length} strikes, queue on ${plan.queue}`)
  const system = await startChaosSystem({ queue: plan.queue, redisUrl: options.redisUrl, signal: options.signal })
  try {
    return await Promise.race([onSystem(system, plan, { ...options, clock }), stopped(options.signal)])
  } catch (error) {
    throw new Error(`seed ${plan.seed} could not be run to its end: ${(error as Error).message}\n${system.output().slice(-4_000)}`, {
      cause: error,
    })
  } finally {
    await system.remove()
  }
}

/** Rejects when the run is to end before its time; it never answers. */
function stopped(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error('it was stopped'))
    if (signal?.aborted) stop()
    signal?.addEventListener('abort', stop, { once: true })
  })
}

async function onSystem(system: ChaosSystem, plan: Plan, { say, clock }: ChaosOptions & { clock: Stopwatch }): Promise<ChaosRun> {
  const office = openBackOffice(system.demoUrl)
  const caller = (key: string) => createApiCaller({ url: system.url, key, givenUpAfterMs })
  const [member, approver, auditor] = [caller(system.keys.member), caller(system.keys.approver), caller(system.keys.auditor)]
  const start = clock.lap()
  try {
    const { asked, strikes, unusedFaults, decisions, stuck, storm } = await weather(system, plan, { member, approver, office, say, clock })
    const settling = clock.lap()
    if (stuck.length > 0) say(`  still open:\n    ${stuck.join('\n    ')}`)
    const evidence = await gather(system, { asked, member, auditor, office })
    const { exitCode, left } = await system.stop()
    const verdict = judge({ ...evidence, left, exitCode })
    const end = clock.lap()
    const { seed, queue } = plan
    const seconds = { start, storm, settling, end, total: clock.total() }
    return { seed, actions: plan.actions.length, queue, verdict, strikes, unusedFaults, decisions, stuck, seconds }
  } finally {
    await Promise.all([member, approver, auditor].map((each) => each.close()))
  }
}

/** From the first action to the last one settled. */
async function weather(
  system: ChaosSystem,
  plan: Plan,
  {
    member,
    approver,
    office,
    say,
    clock,
  }: { member: ApiCaller; approver: ApiCaller; office: BackOffice; say: (line: string) => void; clock: Stopwatch },
) {
  const verdicts = new Map<string, 'approve' | 'reject'>()
  const people = startApprover(approver, (id) => verdicts.get(id) ?? null)
  const striker = createStriker(system, { office, planned: plan.strikes, say: (line) => say(`  ${clock.total().toFixed(1)} s: ${line}`) })
  try {
    const asked = await askForAll(member, {
      actions: plan.actions,
      gapMs: gapFor(plan.actions.length),
      ready: () => striker.caughtUp(),
      onAccepted(count, { id, planned }) {
        verdicts.set(id, planned.verdict)
        striker.accepted(count)
      },
    })
    say(`  all asked for after ${clock.total().toFixed(1)} s`)
    const strikes = await striker.finish()
    const storm = clock.lap()
    say(`  the storm is over after ${clock.total().toFixed(1)} s`)
    const unusedFaults = await office.clearFaults()
    const stuck = await waitUntilSettled(system, office, settledWithinMs)
    for (const [id, answer] of people.refusals)
      if (stuck.some((row) => row.includes(id))) stuck.push(`${id}: the last decision was answered ${answer}`)
    return { asked, strikes, unusedFaults, stuck, storm, decisions: people.counts }
  } finally {
    await people.stop()
  }
}

/** Everything that the verdict is found from, but how the system stopped. */
export async function gather(
  system: Pick<ChaosSystem, 'withDatabase'>,
  { asked, member, auditor, office }: { asked: readonly Asked[]; member: ApiCaller; auditor: ApiCaller; office: BackOffice },
) {
  const repeats = await askAgain(member, asked)
  const actions = await auditor.list<{ id: string; status: ActionStatus }>('/actions')
  const { body: audit } = await auditor.insist<{ ok: boolean; events: number; checkpoints: number; firstBad?: unknown }>(
    'GET',
    '/audit/verify',
  )
  return {
    asked: asked.map(({ planned, id, problem }) => ({ ...planned, id, problem })),
    actions,
    journal: await office.journal(),
    changingRequests: (await office.requests()).filter(({ method }) => method !== 'GET').length,
    repeats,
    audit,
    attempts: await countAttempts(system),
  }
}

interface Stopwatch {
  /** Seconds since the last call. */
  lap(): number
  total(): number
}

function stopwatch(): Stopwatch {
  const began = performance.now()
  let last = began
  return {
    lap() {
      const now = performance.now()
      const seconds = (now - last) / 1000
      last = now
      return seconds
    },
    total: () => (performance.now() - began) / 1000,
  }
}
