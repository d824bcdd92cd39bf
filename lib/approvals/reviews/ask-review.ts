import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { schemaChecker } from '#lib/connectors/index.ts'
import { AppError, fromZod, type JsonSchema, zodErrors } from '#lib/core/index.ts'
import { notify } from '#lib/people/index.ts'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { requirementSchema } from '#lib/policy/index.ts'
import { type ReviewRow, reviewHint } from './review-view.ts'

const requestSchema = z.object({
  /** Of the step that asks: asking again finds the same review. */
  key: z.string().min(1).max(300),
  title: z.string().trim().min(1).max(200),
  question: z.string().trim().min(1).max(4_000),
  context: z.array(z.object({ label: z.string().max(200), value: z.string().max(50_000) })).max(50),
  role: requirementSchema.shape.role,
  team: requirementSchema.shape.team,
  /** The person behind the run: they do not answer it. */
  ownerId: z.uuid(),
  runId: z.uuid().optional(),
  dueAt: z.date().optional(),
})

export type ReviewRequest = z.input<typeof requestSchema> & {
  /** What fits as an answer: a zod type, or a JSON Schema of 2020-12. */
  schema: z.ZodType | JsonSchema
  traceId?: string | undefined
}

/**
 * Puts a question to whoever holds a role, in the caller's transaction if one is given. Idempotent by `key`: asked again, it answers
 * the review as it is. Throws `invalid` for a schema or a text that cannot be shown.
 */
export async function askReview(platform: Platform, { schema, traceId, ...given }: ReviewRequest, within?: Tx): Promise<ReviewRow> {
  const parsed = requestSchema.safeParse(given)
  if (!parsed.success) throw new AppError('invalid', 'This cannot be asked so.', { errors: zodErrors(parsed.error) })
  const json = schema instanceof z.ZodType ? fromZod(schema).json : schema
  const wrong = schemaChecker()(json)
  if (wrong !== null) throw new AppError('invalid', 'No answer can fit this schema.', { errors: [{ path: 'schema', message: wrong }] })
  const work = (tx: Tx) => writeReview(platform, tx, { ...parsed.data, json, traceId })
  return within === undefined ? withTransaction(platform, work) : work(within)
}

async function writeReview(
  platform: Platform,
  tx: Tx,
  {
    json,
    traceId,
    key,
    role,
    team,
    runId,
    dueAt,
    context,
    ...asked
  }: z.output<typeof requestSchema> & { json: JsonSchema; traceId: string | undefined },
): Promise<ReviewRow> {
  const id = platform.ids()
  const { count } = await tx.review.createMany({
    data: {
      ...asked,
      id,
      key,
      schema: toJson(json),
      context: toJson(context),
      runId: runId ?? null,
      dueAt: dueAt ?? null,
      askedRole: role,
      askedTeam: team ?? null,
      createdAt: platform.clock.now(),
    },
    // Somebody who asks the same at the same moment: the first stands.
    skipDuplicates: true,
  })
  const row = await tx.review.findUniqueOrThrow({ where: { key } })
  if (count === 0) return row
  await recordAudit(tx, {
    kind: 'review.asked',
    actor: { kind: 'system', id: null },
    subject: { kind: 'review', id },
    content: { title: row.title, question: row.question, role, team: team ?? null, ownerId: row.ownerId, runId: row.runId },
    ...(traceId === undefined ? {} : { traceId }),
  })
  await notify(platform, tx, {
    to: { asked: [{ role, team, excluded: [row.ownerId] }] },
    kind: 'asked',
    reviewId: id,
    key: `review/${id}`,
    sentence: `Waits for an answer: ${row.title}`,
  })
  platform.live.publish(tx, reviewHint(row, 'approval.opened'))
  return row
}
