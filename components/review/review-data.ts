import type { JsonSchema } from '#lib/core/index.ts'

/** A question of a run as its card shows it to one reader. Times are ISO 8601 in UTC. */
export interface ReviewData {
  id: string
  title: string
  question: string
  schema: JsonSchema
  context: { label: string; value: string }[]
  owner: { name: string }
  status: 'waiting' | 'answered' | 'expired' | 'cancelled'
  answer: unknown
  comment: string | null
  answeredBy: { name: string } | null
  answeredAt: string | null
  waitingSince: string
  dueAt: string | null
  mayAnswer: boolean
  whyNot: string | null
}
