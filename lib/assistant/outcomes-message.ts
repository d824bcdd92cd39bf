import type { ModelMessage } from 'ai'
import { type ActionRow, actionInclude, shownActions, statusOf } from '#lib/actions/index.ts'
import { loadOperation } from '#lib/connectors/index.ts'
import { isJsonObject } from '#lib/core/index.ts'
import { type Platform, toJson } from '#lib/platform/index.ts'
import { capResult } from './cap-result.ts'
import { outcomesMark } from './outside-results.ts'
import { outsideNote, type Source, sourceOf } from './sources.ts'
import { outcomesBytes, resultBytes } from './tunables.ts'

/** How actions ended, as a background turn's model hears it, and the outside content in it. */
export async function outcomesMessage(platform: Platform, ids: readonly string[]): Promise<{ message: ModelMessage; sources: Source[] }> {
  const rows = await loadOutcomes(platform, ids)
  const limit = Math.min(resultBytes, Math.floor(outcomesBytes / Math.max(1, rows.length)))
  const told = await Promise.all(
    rows.map(async (row) => {
      const connected = await loadOperation(platform, { operation: row.operation, connectionId: row.connectionId })
      return { row, outside: row.status === 'succeeded' && (connected?.operation.outside ?? true) }
    }),
  )
  const outcomes = told.map(({ row, outside }) => outcomeOf(row, outside, limit))
  return {
    message: { role: 'user', content: `${outcomesMark} ${JSON.stringify(toJson(outcomes))}` },
    sources: told.flatMap(({ row, outside }) => (outside ? [sourceOf(row, row.result)] : [])),
  }
}

/** In the order in which they ended, without their secrets. */
export async function loadOutcomes(platform: Platform, ids: readonly string[]): Promise<ActionRow[]> {
  const rows = await platform.db.action.findMany({
    where: { id: { in: [...ids] } },
    include: actionInclude,
    orderBy: [{ settledAt: 'asc' }, { id: 'asc' }],
  })
  return shownActions(platform, rows)
}

function outcomeOf(row: ActionRow, outside: boolean, limit: number): Record<string, unknown> {
  const decision = row.decisions.filter(({ voidedAt, verdict }) => voidedAt === null && verdict !== 'edit').at(-1)
  const succeeded = statusOf(row) === 'succeeded'
  const { result, note } = succeeded ? capResult(row.result, limit) : {}
  return {
    actionId: row.id,
    operation: row.operation,
    title: row.title,
    summary: row.summary || row.title,
    status: row.status,
    ...(succeeded ? { result } : {}),
    ...(outside ? { outside: true, note: outsideNote } : note === undefined ? {} : { note }),
    ...(isJsonObject(row.error) && !succeeded ? { error: row.error.message ?? 'It did not happen.' } : {}),
    ...(decision === undefined ? {} : { decidedBy: decision.person.name }),
    ...(decision?.comment ? { comment: decision.comment } : {}),
    // What was put right once already goes back to the person.
    ...(statusOf(row) === 'rejected' ? { mayBeCorrected: row.correctsId === null } : {}),
  }
}
