export type { Clock } from './clock.ts'
export { copyOut } from './copy-out.ts'
export { decodeCursor, encodeCursor, type Page, pageOf } from './cursor.ts'
export { type Database, isDataError, isDeadlock, isUniqueViolation, Prisma, type Tx } from './database.ts'
export { isDatabaseAway } from './database-away.ts'
export { type Env, readEnv } from './env.ts'
export { answerErrand, askWorker, type Errands, errandOf, sweepErrands } from './errand.ts'
export { type GatherOptions, gather } from './gather.ts'
export {
  beginIdempotent,
  claimIdempotency,
  type IdempotencyClaim,
  keepAnswer,
  releaseIdempotent,
  requestHash,
  sweepIdempotency,
} from './idempotency.ts'
export type { Live, LiveEvent } from './live.ts'
export type { Logger } from './log.ts'
export { lookEveryMs, lookUntil } from './look-until.ts'
export { hintOutbox, queueJob, startOutbox } from './outbox.ts'
export { perPlatform } from './per-platform.ts'
export { createPlatform, getPlatform, type Platform, type ProcessRole, withTransaction } from './platform.ts'
export type { QueueName } from './queue.ts'
export { dataHeaders } from './security-headers.ts'
export { sharedRead } from './shared-read.ts'
export { storableText, toJson } from './to-json.ts'
export { newTraceId, traceIdOf } from './trace.ts'
