/** How often a worker shows that it lives and sends a canary through each of its queues. */
export const beatEveryMs = 5_000

/** A beat that takes longer than this found the database or the queue out of reach. */
export const beatDeadlineMs = 10_000

/** A worker that has not been seen for this long counts as gone: three beats missed, and one late. */
export const freshForMs = 20_000

/** So many beats in a row without beginning a single job of a queue, its canaries included, make a worker late. */
export const patienceBeats = 9

/** Each restart of the last hour on this host doubles the patience of the next process, up to this: fifteen minutes. */
export const longestPatienceBeats = 180

/** Restarts are remembered for this long; so are the pulses of workers that are gone, for whoever asks what became of them. */
export const rememberedForMs = 3_600_000

/** A canary that nobody took for so many beats may have been lost with the queue: another one is sent behind it. */
export const resendAfterBeats = 3

/** With all places taken a worker is busy, not late; when none of them came free for so many beats (15 minutes), it hangs. */
export const hungAfterBeats = 180

/** Before a worker whose canaries others take calls itself late, it fills the others' places so that it must get one, so often. */
export const summonsTries = 3

/** For this long each of those canaries holds the place of a worker that it was not meant for. */
export const summonsHoldMs = 250

/** A summons is never more canaries than this. */
export const largestSummons = 5_000

/** What waits in a queue or in the outbox for longer than this is worth telling somebody. */
export const waitingTooLongMs = 60_000

/** What a late worker is in the middle of may end within this; it covers the deadline of a request. */
export const lateGraceMs = 20_000

/** The exit code of a worker that ended itself since it was late (75 is "try again later" in sysexits.h). */
export const lateExitCode = 75
