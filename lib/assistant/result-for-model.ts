import { type ActionRow, policyOf, statusOf } from '#lib/actions/index.ts'
import { isJsonObject, isSettled, type JsonObject } from '#lib/core/index.ts'
import { toJson } from '#lib/platform/index.ts'
import { capResult } from './cap-result.ts'
import { outsideNote } from './sources.ts'

/** What the model hears of an action, as it is now. */
export function resultForModel(row: ActionRow, outside: boolean): JsonObject {
  const status = statusOf(row)
  const told = { actionId: row.id, status, summary: row.summary || row.title }
  if (status === 'succeeded') return toJson(succeeded(row, outside)) as JsonObject
  const error = sentenceIn(row.error)
  if (isSettled(status)) return { ...told, error: error ?? 'It did not happen.' }
  if (status === 'awaiting_approval') {
    return {
      ...told,
      waitsFor: approversOf(row),
      note: 'Nothing has happened yet. It goes on by itself once they agree; you will be told.',
    }
  }
  if (status === 'outcome_unknown') {
    return { ...told, error: error ?? 'The answer was lost.', note: 'Nobody knows yet whether it happened. A person has been asked.' }
  }
  const first = row.after.filter(({ predecessor }) => predecessor.status !== 'succeeded')
  if (first.length > 0) {
    const names = first.map(({ predecessor }) => predecessor.summary || predecessor.title)
    return { ...told, waitsFor: `first: ${names.join('; ')}`, note: 'It runs by itself once that has succeeded; you will be told.' }
  }
  return { ...told, note: 'It is still under way; you will be told how it ends.' }
}

/** The ids of actions whose end the model has heard in these results. */
export function settledIn(results: readonly unknown[]): string[] {
  const settled: ReadonlySet<unknown> = new Set(['succeeded', 'failed', 'denied', 'rejected', 'expired', 'cancelled'])
  return results.flatMap((result) =>
    isJsonObject(result) && typeof result.actionId === 'string' && settled.has(result.status) ? [result.actionId] : [],
  )
}

function succeeded(row: ActionRow, outside: boolean): Record<string, unknown> {
  const { result, note } = capResult(row.result)
  const told = { actionId: row.id, status: 'succeeded', ...(row.effect === 'read' ? {} : { summary: row.summary }) }
  if (outside) return { ...told, outside: true, note: note === undefined ? outsideNote : `${outsideNote} ${note}`, result }
  return { ...told, result, ...(note === undefined ? {} : { note }) }
}

function approversOf(row: ActionRow): string {
  const asked = policyOf(row)?.requirements ?? []
  const words = asked.map(({ role, quorum, requesterExcluded }) => {
    const who = quorum === 1 ? `one ${role}` : `${quorum} ${role}s`
    return requesterExcluded ? `${who} other than who asked` : who
  })
  return words.join(' and ') || 'a person'
}

function sentenceIn(error: unknown): string | null {
  return isJsonObject(error) && typeof error.message === 'string' ? error.message : null
}
