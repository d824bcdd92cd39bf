import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { ActionRow } from './action-row.ts'
import { sightSql, sqlValues } from './may-see.ts'

/**
 * Who may see an action may see what it names as read: an approver the ticket that the wish came from. One step, not along a chain.
 * Only this system writes sources, so nobody gets at another's read by naming it.
 */
export async function maySeeAsSource(platform: Platform, caller: Caller, { id }: Pick<ActionRow, 'id'>): Promise<boolean> {
  const { values, add } = sqlValues()
  // Materialized, so that it is planned for all holders and by their index: a plan that hopes to meet one early reads every action.
  const { rows } = await platform.pool.query<{ seen: boolean }>(
    `with holder as materialized (
       select a."requestedById", a."askedRoles" from action a
       where a.tainted and jsonb_path_query_array(a.sources, '$[*].actionId') @> jsonb_build_array(${add(id)}::text))
     select exists (select 1 from holder a where ${sightSql(caller, { add })}) as seen`,
    values,
  )
  return rows[0]?.seen ?? false
}
