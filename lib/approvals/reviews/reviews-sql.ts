import type { SqlValues } from '#lib/actions/index.ts'
import { holdsRole, type Role, roles } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { InboxFilter } from '../inbox-filter.ts'

/** What questions are sorted by, as cards are: when they are due, those without a time limit first. */
export const reviewDueSql = `coalesce(r."dueAt", '-infinity')`

/**
 * The waiting questions that fit, as a condition on `review r`: the rules of `whyNotAnswer` and `maySeeReview`; a test holds them
 * together. Null where the filter speaks of what only an action has.
 */
export function reviewsSql(caller: Caller, filter: InboxFilter, { add }: SqlValues): string | null {
  const { kind, operation, connection, rule, risk, tainted, requestedBy, dueBefore, query } = filter
  if (kind !== undefined && kind !== 'review') return null
  if ([operation, connection, rule, risk, tainted].some((asked) => asked !== undefined)) return null
  const fits = [`r.status = 'waiting'`, filter.scope === 'mine' ? answerableSql(caller, { add }) : seenSql(caller, { add })]
  if (requestedBy !== undefined) fits.push(`r."ownerId" = ${add(requestedBy)}::uuid`)
  if (dueBefore !== undefined) fits.push(`r."dueAt" < ${add(dueBefore)}::timestamptz`)
  if (query?.trim()) fits.push(`search_words(r.title) @@ search_query(${add(query)})`)
  return fits.map((fit) => `(${fit})`).join(' and ')
}

function seenSql(caller: Caller, { add }: SqlValues): string {
  if (can(caller, 'action.readAll')) return 'true'
  const held = rolesHeld([caller, ...caller.standsInFor].flatMap((one) => [...one.roles]))
  return `r."ownerId" = ${add(caller.personId)}::uuid or r."askedRole" = any(${add(held)}::text[])`
}

function answerableSql(caller: Caller, { add }: SqlValues): string {
  if (!can(caller, 'review.answer')) return 'false'
  const speaking = [caller, ...caller.standsInFor]
  const asked = speaking.map(
    (one) =>
      `(r."askedRole" = any(${add(rolesHeld(one.roles))}::text[]) and (r."askedTeam" is null or r."askedTeam" = any(${add([...one.teams])}::text[])))`,
  )
  return `r."ownerId" <> all(${add(speaking.map(({ personId }) => personId))}::uuid[]) and (${asked.join(' or ')})`
}

function rolesHeld(held: readonly Role[]): Role[] {
  return roles.filter((role) => holdsRole(held, role))
}
