/** How long a decision may take before the action expires. */
export const approvalHours = 72

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

/** A stored result of a read is cut to this many bytes of JSON. */
export const readResultBytes = 256 * 1024
