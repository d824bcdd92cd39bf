/** How long an approval stays good while its action waits for others to be done first. */
export const approvalValidDays = 7

/** A live preview may read the outside for this long. */
export const previewDeadlineMs = 10_000

/** A request's deadline ends this long before the lease, so that nobody claims anew while it may still land. */
export const leaseMarginMs = 5_000

/** An action that should move and has not for this long is moved by the sweep. */
export const stuckAfterMs = 10_000

/** How many rows one sweep looks at, per kind. */
export const sweepBatch = 200

/** So many requests that were dropped as duplicates are put on record with each action. */
export const notedDuplicates = 5

/** A stored result of a read is cut to this many bytes of JSON. */
export const readResultBytes = 256 * 1024

/** Those who ask, or end, at the same moment share a commit: so many at most, in so many rounds at once. */
export const gathering = { most: 64, atOnce: 2 } as const

/** An end that could not be written down is tried again after this long, so often in all. */
export const settleAgainMs = 500
export const settleTries = 60

/** Where all places of a connection are taken by other workers, a worker looks again after this long. */
export const placesPollMs = 250

/** How often one action is looked at when others hold it each time that it would be claimed; then it is woken a little later. */
export const claimTries = 3

/** Retries of a connection (Finagle's RetryBudget): a share of its first attempts, some each second in any case, saved up to a burst. */
export const retryBudget = { retryShare: 0.2, retriesPerSecond: 1, retryBurst: 10 } as const

/** The breaker opens after so many failures in a row; it lets one request try after some seconds, doubling while that fails. */
export const breaker = { failures: 5, openSeconds: 5, openMostSeconds: 60 } as const

/** After the check right away: when an unknown outcome is looked up again. Then it is left to a person. */
export const checkDelaysMs = [5_000, 30_000, 300_000, 3_600_000] as const

/** Whoever asks about an unknown outcome has this long, which is more than a request may take. */
export const checkTakenMs = 20_000

/** A wall clock that moves by so much more or less than time does has jumped. */
export const clockJumpMs = 2_000

/** Where a connection's places for previews are all taken and waited for, an action asks again after this long. */
export const previewAgainMs = 2_000

/** Jobs of the queue `prepare` at once, for each that WORKER_CONCURRENCY allows: most of them wait for a system, and cost nothing. */
export const previewShare = 16
