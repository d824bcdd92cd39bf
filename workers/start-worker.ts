import {
  checkUnknown,
  createActionWorker,
  previewShare,
  refreshAsks,
  renewLeases,
  sweepActions,
  sweepRetention,
} from '#lib/actions/index.ts'
import { expireReviews } from '#lib/approvals/index.ts'
import { runTurnJob, sweepTurns } from '#lib/assistant/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { retryDefaults } from '#lib/core/index.ts'
import { actionJob, notificationMail, prepareJob } from '#lib/faces/index.ts'
import { deliverMails, planDigests, sweepNotifications, sweepPasskeyChallenges, sweepSignInLimits } from '#lib/people/index.ts'
import { type Platform, startOutbox, sweepErrands, sweepIdempotency } from '#lib/platform/index.ts'
import { startCanaries } from '#lib/platform/pulse/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import { repeatedly } from './repeatedly.ts'

const hourMs = 3_600_000

/**
 * Every queue and every loop of a worker process. Answers what stops them; it waits for what is under way. `onLate` is called once,
 * when the process no longer takes what waits in a queue that is within reach: it should end.
 */
export async function startWorker(platform: Platform, name: string, onLate: () => void = () => undefined): Promise<() => Promise<void>> {
  const { queues, env } = platform
  const actions = createActionWorker(platform, { worker: name, places: env.WORKER_CONCURRENCY })
  const unsubscribe = platform.live.subscribe((event) => {
    if (event.type === 'action.waiting') void actions.wake(event.id)
  })
  const places = { actions: env.WORKER_CONCURRENCY, prepare: env.WORKER_CONCURRENCY * previewShare, turns: env.WORKER_CONCURRENCY }
  const canaries = startCanaries(platform, { worker: name, queues: places, onLate })
  const stops = [
    queues.work(
      'actions',
      places.actions,
      canaries.through('actions', (id) => actionJob(actions, id)),
    ),
    queues.work(
      'prepare',
      places.prepare,
      canaries.through('prepare', (id) => prepareJob(platform, id)),
    ),
    queues.work(
      'turns',
      places.turns,
      canaries.through('turns', (id) => runTurnJob(platform, id, name)),
    ),
    () => canaries.stop(),
    startOutbox(platform),
    async () => unsubscribe(),
    () => actions.stop(),
    repeatedly(platform, 'renew leases', retryDefaults.leaseMs / 3, () => renewLeases(platform)),
    repeatedly(platform, 'sweep actions', 2_000, () => sweepActions(platform)),
    repeatedly(platform, 'check unknown outcomes', 2_000, () => checkUnknown(platform)),
    repeatedly(platform, 'refresh what signed cards ask for', 30_000, () => refreshAsks(platform)),
    repeatedly(platform, 'expire questions of runs', 5_000, () => expireReviews(platform)),
    repeatedly(platform, 'sweep turns', 5_000, () => sweepTurns(platform)),
    repeatedly(platform, 'send notification mails', 5_000, () => sendMails(platform)),
    repeatedly(platform, 'sequence audit', 2_000, () => sequenceAudit(platform, { quick: true })),
    repeatedly(platform, 'sequence audit events that were committed late', 15_000, () => sequenceAudit(platform)),
    repeatedly(platform, 'sequence late audit events', hourMs, () => sequenceAudit(platform, { everything: true })),
    repeatedly(platform, 'clear away', hourMs, () => clearAway(platform)),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}

/** The mails that are due, on the organisation's clock; nothing while no mail server for notifications is set. */
async function sendMails(platform: Platform): Promise<void> {
  if (platform.env.NOTIFY_SMTP_URL === undefined) return
  const { timeZone } = await loadOrganisation(platform)
  await planDigests(platform, timeZone)
  await deliverMails(platform, { compose: notificationMail, timeZone })
}

/** What has served its time: kept answers, sign-in counters, passkeys' challenges, errands that nobody fetched, results of reads. */
async function clearAway(platform: Platform): Promise<void> {
  await sweepIdempotency(platform)
  await sweepSignInLimits(platform)
  await sweepPasskeyChallenges(platform)
  await sweepErrands(platform)
  await sweepNotifications(platform)
  await sweepRetention(platform)
}
