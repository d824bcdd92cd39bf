import type { StuckGroup, StuckWhy } from '#lib/actions/index.ts'
import type { WorkerPulse } from '#lib/platform/pulse/index.ts'
import { freshForMs, waitingTooLongMs } from '#lib/platform/pulse/index.ts'
import type { DoctorFigures, WorkFigures } from './figures.ts'
import { ageWords, countWords } from './words.ts'

/** well: as it should be. waits: for a person or another system, as it should. wrong: somebody has to do something. */
export type Level = 'well' | 'waits' | 'wrong'

export interface Finding {
  level: Level
  /** What was looked at: page, database, workers, queue, outbox, actions, turns, audit, connections, disk. */
  subject: string
  says: string
  /** What to do about it. */
  next?: string
  ids?: readonly string[]
}

const wantedMegabytes = 300
const skewAllowedMs = 2_000
const outboxAllowedMs = 10_000
/** A queue that takes longer for a canary than this on the way is slow. */
const probeSlowMs = 2_000
/** Events wait for their place in the log for two seconds at most, when all is well. */
const unsequencedAllowedMs = 60_000

const mend = 'npm run doctor -- --mend'
const noneLives =
  'The supervisor starts one within seconds; if it does not stay, DATA_DIR/logs/worker.log says why. With nothing running: npm start.'

/** What the figures say, in words, with what to do next. Pure. */
export function findingsOf(figures: DoctorFigures): Finding[] {
  const { page, disk, database, work } = figures
  return [
    pageFinding(page),
    ...databaseFindings(database),
    disk.freeMegabytes < wantedMegabytes
      ? wrong('disk', `${disk.freeMegabytes} MB are free below ${disk.folder}`, 'Make room, or move DATA_DIR to a larger disk.')
      : well('disk', `${disk.freeMegabytes.toLocaleString('en')} MB are free below ${disk.folder}`),
    ...(work === null ? [] : workFindings(work)),
  ]
}

function workFindings(work: WorkFigures): Finding[] {
  return [
    ...workerFindings(work.workers),
    ...queueFindings(work),
    outboxFinding(work.outbox),
    ...actionFindings(work.actions),
    ...turnFindings(work.turns),
    auditFinding(work.audit),
    ...work.failing.map(({ connection, attempts, notSucceeded, lastSeen }) =>
      wrong(
        'connections',
        `${connection}: ${notSucceeded} of its latest ${attempts} attempts did not succeed${lastSeen === null ? '' : ` (${lastSeen})`}`,
        `Look at what ${connection} says: is it down, or was its credential changed?`,
      ),
    ),
  ]
}

function pageFinding({ url, status }: DoctorFigures['page']): Finding {
  if (status === null) return wrong('page', `nothing answers at ${url}`, 'Start it: npm start. If it should run, look into DATA_DIR/logs.')
  if (status === 'failing') return wrong('page', `${url} answers, but cannot reach its database`, 'See the database below.')
  return well('page', `answers at ${url}`)
}

function databaseFindings({ unapplied, skewMs }: DoctorFigures['database']): Finding[] {
  const skew = `its clock is ${Math.abs(skewMs) < 100 ? 'the same as' : `${ageWords(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'}`} this machine’s`
  return [
    unapplied.length > 0
      ? wrong(
          'database',
          `${countWords(unapplied.length, 'migration')} not applied yet: ${unapplied.join(', ')}`,
          'Restart with npm start, which brings the tables up to date.',
        )
      : well('database', 'answers, and its tables are up to date'),
    Math.abs(skewMs) > skewAllowedMs
      ? wrong('clock', skew, 'Let both machines take the time from the same place (NTP): leases and approvals go by it.')
      : well('clock', skew),
  ]
}

function workerFindings(workers: readonly WorkerPulse[]): Finding[] {
  const alive = workers.filter((worker) => worker.alive)
  const late = workers.filter(({ lateWhy }) => lateWhy !== null)
  // One that was killed and has its successor is nobody's business.
  const succeeded = ({ host, seenMs }: WorkerPulse) => alive.some((other) => other.host === host && other.upMs <= seenMs + freshForMs)
  const gone = workers.filter((worker) => !worker.alive && worker.lateWhy === null && !succeeded(worker))
  return [
    ...(alive.length === 0 ? [wrong('workers', 'none lives: nothing is prepared, run or answered', noneLives)] : []),
    ...alive.map(({ worker, upMs, seenMs, queues }) =>
      well('workers', `${worker} lives: up ${ageWords(upMs)}, seen ${ageWords(seenMs)} ago${canaryWords(queues)}`),
    ),
    ...gone.map(({ worker, seenMs }) =>
      waits(
        'workers',
        `${worker} is gone: last seen ${ageWords(seenMs)} ago`,
        `If it is not meant to be there any more: ${mend} forgets it.`,
      ),
    ),
    ...late.map(({ worker, lateMs, lateWhy }) =>
      waits(
        'workers',
        `${worker} ended itself ${ageWords(lateMs ?? 0)} ago: ${lateWhy}`,
        'Another one should have taken its place. If this comes back again and again, look into the worker’s log.',
      ),
    ),
  ]
}

function canaryWords(queues: WorkerPulse['queues']): string {
  const taken = queues.flatMap(({ queue, takenMs }) => (takenMs === null ? [] : [`${queue} ${ageWords(takenMs)}`]))
  return taken.length === 0 ? '' : `; canaries taken: ${taken.join(', ')} ago`
}

function queueFindings({ workers, probe, queueAway }: WorkFigures): Finding[] {
  if (queueAway !== null)
    return [wrong('queue', queueAway, 'Bring Redis back, or correct REDIS_URL. Nothing is lost: what is to be moved waits in the outbox.')]
  const oldest = new Map<string, number>()
  for (const { alive, queues } of workers)
    for (const { queue, waitingMs } of alive ? queues : [])
      if (waitingMs !== null) oldest.set(queue, Math.max(waitingMs, oldest.get(queue) ?? 0))
  return probe.map(({ queue, ms }) => {
    const waiting = oldest.get(queue) ?? 0
    const behind = waiting > waitingTooLongMs ? `; what is in it waits for ${ageWords(waiting)} and more` : ''
    if (ms === null || behind !== '') {
      const said = ms === null ? 'no worker took our canary' : `a canary took ${ageWords(ms)}`
      return wrong(
        'queue',
        `${queue}: ${said}${behind}`,
        'A late worker restarts itself within minutes. If there is only much to do, start more workers.',
      )
    }
    const said = `${queue}: a canary went through in ${ms.toFixed(0)} ms`
    return ms > probeSlowMs ? waits('queue', said, 'There is much to do, or the machine is slow.') : well('queue', said)
  })
}

function outboxFinding({ count, oldestMs }: WorkFigures['outbox']): Finding {
  if (count === 0) return well('outbox', 'empty')
  const says = `${countWords(count, 'row')} not delivered, the oldest for ${ageWords(oldestMs)}`
  return oldestMs > outboxAllowedMs ? wrong('outbox', says, `A worker should deliver it: ${mend} delivers it now.`) : well('outbox', says)
}

const actionWords: Readonly<Record<StuckWhy, { level: Level; says: string; next: string }>> = {
  requested: { level: 'wrong', says: 'asked for and not looked at yet', next: `${mend} has a worker prepare them.` },
  ready: { level: 'wrong', says: 'ready to run and not taken', next: `${mend} queues them again.` },
  lease_over: {
    level: 'wrong',
    says: 'running, but whoever ran them is gone',
    next: `${mend} ends the attempt: they are tried again, or a person is asked.`,
  },
  overdue: { level: 'wrong', says: 'past their time for a decision, and not expired', next: `${mend} expires them and tells who asked.` },
  predecessor_ended: {
    level: 'wrong',
    says: 'waiting for something that did not succeed',
    next: 'Withdraw them: what they wait for will not happen.',
  },
  nobody: {
    level: 'wrong',
    says: 'waiting for an approval that nobody can give',
    next: 'Give somebody the role (Admin, People), or change the policy.',
  },
  breaker: {
    level: 'wrong',
    says: 'waiting for a system that does not answer',
    next: 'They go on by themselves once it answers. Look at that system.',
  },
  paused: { level: 'waits', says: 'paused', next: 'Resume when it is safe (Admin, Pauses).' },
  rate: {
    level: 'waits',
    says: 'waiting for their connection’s rate limit',
    next: 'They go on by themselves. The limit stands on the connection’s page (Admin, Connections).',
  },
  places: {
    level: 'waits',
    says: 'waiting until their connection has fewer requests under way',
    next: 'They go on by themselves. The limit stands on the connection’s page (Admin, Connections).',
  },
  line: { level: 'waits', says: 'in a line that moves', next: 'If the line stays long, start more workers.' },
  later: { level: 'waits', says: 'between two attempts', next: 'They are tried again by themselves.' },
  predecessor: { level: 'waits', says: 'waiting for others to be done first', next: 'They go on when those have succeeded.' },
  unknown: { level: 'waits', says: 'with an outcome that nobody knows', next: 'A person has to say whether it happened: the inbox asks.' },
}

function actionFindings(groups: readonly StuckGroup[]): Finding[] {
  const found = groups.map(({ why, about, count, oldestMs, ids }): Finding => {
    const { level, says, next } = actionWords[why]
    const words = `${countWords(count, 'action')} ${says}${about === null ? '' : `: ${about}`}, the oldest for ${ageWords(oldestMs)}`
    return { level, subject: 'actions', says: words, next, ids }
  })
  return found.length > 0 ? found : [well('actions', 'none stands still')]
}

function turnFindings(turns: WorkFigures['turns']): Finding[] {
  if (turns.length === 0) return [well('turns', 'none stands still')]
  return turns.map(({ why, count, oldestMs, ids }) => ({
    ...wrong(
      'turns',
      `${countWords(count, 'turn')} ${why === 'queued' ? 'ready and not taken' : 'running, but whoever ran them is gone'}, the oldest for ${ageWords(oldestMs)}`,
      `${mend} queues them again.`,
    ),
    ids,
  }))
}

function auditFinding({ checkpointMs, unsequenced, oldestMs }: WorkFigures['audit']): Finding {
  const signed = checkpointMs === null ? 'no checkpoint yet' : `last checkpoint ${ageWords(checkpointMs)} ago`
  if (unsequenced === 0) return well('audit', `${signed}; every event is in the log`)
  const says = `${signed}; ${countWords(unsequenced, 'event')} not in the log yet, the oldest for ${ageWords(oldestMs ?? 0)}`
  if ((oldestMs ?? 0) <= unsequencedAllowedMs) return well('audit', says)
  return wrong('audit', says, 'A worker puts them there. If one lives, its log says why it does not; then: npm run audit:verify.')
}

const well = (subject: string, says: string): Finding => ({ level: 'well', subject, says })
const waits = (subject: string, says: string, next: string): Finding => ({ level: 'waits', subject, says, next })
export const wrong = (subject: string, says: string, next: string): Finding => ({ level: 'wrong', subject, says, next })
