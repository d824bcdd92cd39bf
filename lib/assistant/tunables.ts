/** Tools offered to the model in one step, `find_operations` aside. */
export const maxTools = 24

/** Operations that one search brings into reach. */
export const maxFound = 8

/** Model calls in one turn; then the person is asked how to go on. */
export const maxSteps = 12

/** How long a turn waits for a read or for a write that needs nobody. */
export const awaitActionMs = 20_000

/** A worker holds a turn for this long and renews in time; after that the sweep takes it from a worker that died. */
export const turnLeaseMs = 30_000
export const turnRenewMs = 10_000

/** A turn whose workers died this often is not tried again. */
export const maxTurnClaims = 5

/** A turn that should start and has not for this long is woken by the sweep. */
export const turnStuckMs = 10_000

/** Milliseconds over which chunks are gathered: the lower bound at rest, the upper one under load. */
export const gatherMs = { least: 20, most: 150 } as const

/** Chunks are kept this long after their turn has ended; its message tells the same. */
export const chunkKeepMs = 10 * 60_000

/** Background turns in a row; after that outcomes are told without a model. */
export const maxBackgroundTurns = 5

/** An outcome waits this long at most for its siblings that are still running. */
export const gatherOutcomesMs = 60_000

/** What was said about a card and could not be told for so long is not told any more. */
export const noteKeepMs = 7 * 86_400_000

/** Bytes of JSON of one result that the model sees, and of all outcomes of one background turn. */
export const resultBytes = 24 * 1024
export const outcomesBytes = 64 * 1024

/** Of earlier turns, the model sees this many at most, and this many characters of JSON. */
export const historyTurns = 40
export const historyChars = 150_000

/** Outside sources that one action carries, and characters of each quote. */
export const maxSources = 10
export const quoteChars = 200

/** Who asked for a whole turn as one answer gets it within this time, or is told to look later. */
export const turnAnswerMs = 10 * 60_000

/** Characters of a message, and of a conversation's title. */
export const maxTextChars = 20_000
export const titleChars = 60
