import { type ActionRow, policyOf } from '#lib/actions/index.ts'
import type { InboxFilter } from '#lib/approvals/index.ts'

/** In what a card can be like another. */
export const likeness = [
  { by: 'operation', word: 'operation' },
  { by: 'connection', word: 'system' },
  { by: 'requester', word: 'requester' },
  { by: 'rule', word: 'rule' },
] as const
export type Likeness = (typeof likeness)[number]['by']

/** Those that are like this one, as a filter of the inbox. Null: it has no such thing. */
export function likeFilter(row: ActionRow, by: Likeness): InboxFilter | null {
  const mine = { scope: 'mine', kind: 'action' } as const
  if (by === 'operation') return { ...mine, operation: row.operation, connection: row.connectionId }
  if (by === 'connection') return { ...mine, connection: row.connectionId }
  if (by === 'requester') return { ...mine, requestedBy: row.requestedById }
  const rule = policyOf(row)?.rules.find(({ verdict }) => verdict === 'require_approval')?.name
  return rule === undefined ? null : { ...mine, rule }
}
