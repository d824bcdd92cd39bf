import type { ActionRow } from '#lib/actions/index.ts'
import { isJsonObject } from '#lib/core/index.ts'

const words: Readonly<Record<string, string>> = {
  succeeded: 'done',
  failed: 'failed',
  denied: 'not allowed',
  rejected: 'rejected',
  expired: 'not decided in time',
  cancelled: 'withdrawn',
}

/** How actions ended, told without a model: a line for each. */
export function plainOutcomes(rows: readonly ActionRow[]): string {
  return rows
    .map((row) => {
      const why =
        row.status !== 'succeeded' && isJsonObject(row.error) && typeof row.error.message === 'string' ? ` ${row.error.message}` : ''
      return `${row.summary || row.title}: ${words[row.status] ?? row.status}.${why}`
    })
    .join('\n')
}
