import { holdsRole, type JsonSchema, type Role } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
import { type Requirement, speaksFor } from '#lib/policy/index.ts'

export const reviewStatuses = ['waiting', 'answered', 'expired', 'cancelled'] as const
export type ReviewStatus = (typeof reviewStatuses)[number]

export type ReviewRow = Prisma.ReviewGetPayload<object>

/** A question that a run puts to a person, as one reader may see it. Times are ISO 8601 in UTC. */
export interface ReviewView {
  id: string
  title: string
  question: string
  /** JSON Schema of the answer. */
  schema: JsonSchema
  /** What the person needs to see beside it: text, whatever it holds. */
  context: { label: string; value: string }[]
  asked: { role: string; team: string | null }
  /** The person behind the run. */
  owner: { id: string; name: string }
  runId: string | null
  status: ReviewStatus
  answer: unknown
  comment: string | null
  answeredBy: { id: string; name: string } | null
  answeredAt: string | null
  waitingSince: string
  dueAt: string | null
  mayAnswer: boolean
  /** Why the reader may not answer. */
  whyNot: string | null
}

/** Why the caller may not answer, in words for the page; null when they may. */
export function whyNotAnswer(caller: Caller, row: Pick<ReviewRow, 'status' | 'askedRole' | 'askedTeam' | 'ownerId'>): string | null {
  if (row.status !== 'waiting') return 'It does not wait for an answer any more.'
  if (row.ownerId === caller.personId) return 'Your run asks, so someone else has to answer.'
  if (caller.standsInFor.some(({ personId }) => personId === row.ownerId)) return 'You stand in for the one whose run asks.'
  const asked = { role: row.askedRole as Requirement['role'], ...(row.askedTeam === null ? {} : { team: row.askedTeam }) }
  if (![caller, ...caller.standsInFor].some((authority) => speaksFor(asked, authority)))
    return `It asks for the role ${row.askedRole}${row.askedTeam === null ? '' : ` of ${row.askedTeam}`}, which you do not hold.`
  return can(caller, 'review.answer') ? null : 'This takes a person, or a key with the scope “decide”.'
}

/** The one behind the run sees it, whoever holds the role that it asks, admin and auditor. */
export function maySeeReview(caller: Caller, { ownerId, askedRole }: Pick<ReviewRow, 'ownerId' | 'askedRole'>): boolean {
  if (ownerId === caller.personId || can(caller, 'action.readAll')) return true
  return [caller, ...caller.standsInFor].some(({ roles }) => holdsRole(roles, askedRole as Role))
}

/** Reviews with the names of the people in them, in their order. */
export async function reviewViews(platform: Platform, caller: Caller, rows: readonly ReviewRow[]): Promise<ReviewView[]> {
  const ids = [...new Set(rows.flatMap(({ ownerId, answeredById }) => [ownerId, ...(answeredById === null ? [] : [answeredById])]))]
  const people = await platform.db.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const named = (id: string) => people.find((person) => person.id === id) ?? { id, name: 'someone' }
  return rows.map((row) => {
    const whyNot = whyNotAnswer(caller, row)
    return {
      id: row.id,
      title: row.title,
      question: row.question,
      schema: row.schema as JsonSchema,
      context: row.context as unknown as ReviewView['context'],
      asked: { role: row.askedRole, team: row.askedTeam },
      owner: named(row.ownerId),
      runId: row.runId,
      status: row.status as ReviewStatus,
      answer: row.answer,
      comment: row.comment,
      answeredBy: row.answeredById === null ? null : named(row.answeredById),
      answeredAt: row.answeredAt?.toISOString() ?? null,
      waitingSince: row.createdAt.toISOString(),
      dueAt: row.dueAt?.toISOString() ?? null,
      mayAnswer: whyNot === null,
      whyNot,
    }
  })
}

/** Tells open pages to look again. */
export function reviewHint(row: Pick<ReviewRow, 'id' | 'ownerId' | 'askedRole'>, type: 'approval.opened' | 'approval.closed') {
  return { type, id: row.id, people: [row.ownerId], roles: ['admin', 'auditor', row.askedRole] }
}
