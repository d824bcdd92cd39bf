import { AppError, type ErrorCode, errorCodes, isAppError } from '#lib/core/index.ts'
import { lookUntil } from './look-until.ts'
import { queueJob } from './outbox.ts'
import { type Platform, withTransaction } from './platform.ts'
import { toJson } from './to-json.ts'

const prefix = 'errand/'

/** What a worker does for each kind of errand: from the question to the answer, both JSON. */
export type Errands = Readonly<Record<string, (platform: Platform, question: unknown) => Promise<unknown>>>

/** An errand that nobody fetched is kept for this long. */
const keptMs = 3_600_000

/**
 * Has a worker look outside, where this process may not, and waits for the answer. Throws what the worker's look threw,
 * `unavailable` when no worker answers within `ms`.
 */
export async function askWorker(
  platform: Platform,
  { kind, question, ms }: { kind: string; question: unknown; ms: number },
): Promise<unknown> {
  const id = platform.ids()
  await withTransaction(platform, async (tx) => {
    await tx.errand.create({ data: { id, kind, question: toJson(question), createdAt: platform.clock.now() } })
    await queueJob(tx, platform.live, { queue: 'prepare', id: `${prefix}${id}`, jobId: `errand-${id}` })
  })
  const row = await lookUntil(platform, {
    look: async () => {
      const seen = await platform.db.errand.findUnique({ where: { id } })
      return seen?.answer != null || seen?.error != null ? seen : null
    },
    hears: (event) => event.id === id,
    ms,
  })
  await platform.db.errand.deleteMany({ where: { id } })
  if (row === null) throw new AppError('unavailable', 'The worker did not answer in time. Try again in a moment.')
  if (row.error !== null) throw readError(row.error)
  return row.answer
}

/** The errand in a job's id, or null. */
export function errandOf(jobId: string): string | null {
  return jobId.startsWith(prefix) ? jobId.slice(prefix.length) : null
}

/** The worker's part. Safe to run twice. */
export async function answerErrand(platform: Platform, id: string, errands: Errands): Promise<void> {
  const row = await platform.db.errand.findUnique({ where: { id } })
  const errand = row === null ? undefined : errands[row.kind]
  if (row === null || errand === undefined) return
  const data = await errand(platform, row.question).then(
    (answer) => ({ answer: toJson(answer) }),
    (error: unknown) => ({ error: toJson(writeError(platform, error)) }),
  )
  await withTransaction(platform, async (tx) => {
    await tx.errand.updateMany({ where: { id }, data })
    platform.live.publish(tx, { type: 'errand.answered', id })
  })
}

/** Takes away what was asked and never fetched, since the asker died. */
export async function sweepErrands(platform: Platform): Promise<void> {
  await platform.db.errand.deleteMany({ where: { createdAt: { lt: new Date(platform.clock.now().getTime() - keptMs) } } })
}

function writeError(platform: Platform, error: unknown): { code: ErrorCode; message: string; errors: unknown } {
  if (isAppError(error)) return { code: error.code, message: error.message, errors: error.errors }
  if (error instanceof Error && error.name === 'AttemptError') return { code: 'unavailable', message: error.message, errors: [] }
  platform.log.error({ error }, 'an errand failed')
  return { code: 'internal', message: 'The worker could not do this.', errors: [] }
}

function readError(stored: unknown): AppError {
  const { code, message, errors } = stored as { code: string; message: string; errors?: { path: string; message: string }[] }
  return new AppError(code in errorCodes ? (code as ErrorCode) : 'internal', message, { errors: errors ?? [] })
}
