import { type SqlValues, sightSql } from '#lib/actions/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import { asksMetBy } from '#lib/policy/index.ts'

export const inboxKinds = ['action', 'unknown', 'review'] as const
export type InboxKind = (typeof inboxKinds)[number]

export const inboxSorts = ['due', 'risk'] as const
export type InboxSort = (typeof inboxSorts)[number]

/** `mine`: what the caller may decide and what still needs them. `all`: whatever waits that they may see. */
export interface InboxFilter {
  scope: 'mine' | 'all'
  kind?: InboxKind | undefined
  operation?: string | undefined
  /** A connection's id or name. */
  connection?: string | undefined
  requestedBy?: string | undefined
  /** At least so risky, 0 to 100. */
  risk?: number | undefined
  /** Asked for with outside content in sight, or not. */
  tainted?: boolean | undefined
  /** Due before this moment. */
  dueBefore?: Date | undefined
  /** A rule that asks. */
  rule?: string | undefined
  /** Words of the sentence. */
  query?: string | undefined
}

/** When a card is due, for sorting; what has no time limit, or only asks what happened, comes first. The index is over this expression. */
export const dueSql = `(case when status = 'awaiting_approval' then coalesce("dueAt", '-infinity') else '-infinity' end)`

/**
 * The waiting actions that fit, as a condition on `action a`, to be read in order. All but the words stands in a coalesce: the planner
 * takes columns for independent, so it would think that of what waits next to nothing asks anybody, and read and sort everything.
 */
export function inboxSql(caller: Caller, filter: InboxFilter, { add }: SqlValues): string {
  const fits = fitSql(caller, filter, { add })
  if (filter.scope === 'mine') fits.push(`${decidableSql(caller, { add })} or ${resolvableSql(caller, { add })}`)
  return [`a.status in ('awaiting_approval', 'outcome_unknown')`, ...wordsSql(filter, { add }), `coalesce(${all(fits)}, false)`].join(
    ' and ',
  )
}

/** The same to be counted, in two parts that do not overlap: what waits for a decision, which the index of what is asked for finds, and the rest. */
export function inboxPartsSql(caller: Caller, filter: InboxFilter, { add }: SqlValues): string[] {
  const fits = [...fitSql(caller, filter, { add }), ...wordsSql(filter, { add })]
  const mine = filter.scope === 'mine'
  return [
    all([`a.status = 'awaiting_approval'`, ...fits, ...(mine ? [decidableSql(caller, { add })] : [])]),
    all([`a.status = 'outcome_unknown'`, ...fits, ...(mine ? [resolvableSql(caller, { add })] : [])]),
  ]
}

function all(fits: readonly string[]): string {
  return fits.map((fit) => `(${fit})`).join(' and ')
}

function wordsSql({ query }: InboxFilter, { add }: SqlValues): string[] {
  return query?.trim() ? [`search_words(a.summary) @@ search_query(${add(query)})`] : []
}

function fitSql(caller: Caller, filter: InboxFilter, { add }: SqlValues): string[] {
  const fits = [sightSql(caller, { add })]
  if (filter.kind !== undefined) fits.push(filter.kind === 'unknown' ? `a.status = 'outcome_unknown'` : `a.status = 'awaiting_approval'`)
  if (filter.operation !== undefined) fits.push(`a.operation = ${add(filter.operation)}`)
  if (filter.connection !== undefined) {
    const named = add(filter.connection)
    fits.push(`a."connectionId" = (select id from connection where name = ${named} or id::text = ${named} limit 1)`)
  }
  if (filter.requestedBy !== undefined) fits.push(`a."requestedById" = ${add(filter.requestedBy)}::uuid`)
  if (filter.risk !== undefined) fits.push(`a.risk >= ${add(filter.risk)}::int`)
  if (filter.tainted !== undefined) fits.push(`a.tainted = ${add(filter.tainted)}::boolean`)
  if (filter.dueBefore !== undefined) fits.push(`a.status = 'awaiting_approval' and a."dueAt" < ${add(filter.dueBefore)}::timestamptz`)
  if (filter.rule !== undefined)
    fits.push(
      `a.policy->'rules' @> jsonb_build_array(jsonb_build_object('name', ${add(filter.rule)}::text, 'verdict', 'require_approval'))`,
    )
  return fits
}

/** The rules of `whyNotDecide` as a condition on rows; a test holds them together. */
function decidableSql(caller: Caller, { add }: SqlValues): string {
  if (caller.via === 'key' && !caller.scopes.includes('decide')) return 'false'
  const authorities = [caller, ...caller.standsInFor]
  const { uninvolved, anyone } = asksMetBy(authorities)
  const us = add(authorities.map(({ personId }) => personId))
  const roles = add(uninvolved)
  const apart = `a."requestedById" <> all(${us}::uuid[]) and not (a."editedBy" && ${us}::uuid[])`
  // An approval without a signature is none once this person's takes a passkey (`hasDecided`).
  const takesPasskey = `exists (select from jsonb_array_elements(a.policy->'requirements') as r
    where r->>'stepUp' = 'true'
      and ((r->>'role') || coalesce('/' || (r->>'team'), '') = any(${roles}::text[]) or r->'also' ?| ${roles}::text[])
      and (r->>'requesterExcluded' = 'false' or (${apart})))`
  const decided = `exists (select from decision d
    where d."actionId" = a.id and d."personId" = ${add(caller.personId)}::uuid and d."voidedAt" is null and d.digest = a.digest
      and (d.signature is not null or not ${takesPasskey}))`
  // Only the index of what is asked for is to be chosen by; the rest is looked at row by row, for as many as are wanted.
  return `a.status = 'awaiting_approval' and a.digest is not null and a.asks && ${add([...uninvolved, ...anyone])}::text[]
    and coalesce(((a.asks && ${roles}::text[] and ${apart}) or a.asks && ${add(anyone)}::text[]) and not ${decided}, false)`
}

/** The rules of `whyNotResolve`. */
function resolvableSql(caller: Caller, { add }: SqlValues): string {
  return can(caller, 'action.resolve') ? `a.status = 'outcome_unknown' and a."requestedById" <> ${add(caller.personId)}::uuid` : 'false'
}
