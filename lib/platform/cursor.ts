import type { z } from 'zod'
import { AppError } from '#lib/core/index.ts'

/** One page of a list, as the API gives it. */
export interface Page<Item> {
  items: Item[]
  /** Asks for the next page; null after the last. */
  nextCursor: string | null
}

/** A place in a list as text that says nothing to those who hand it back. */
export function encodeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place in a list, or undefined for the beginning. Throws `invalid` for what is none of ours. */
export function decodeCursor<Type extends z.ZodType>(cursor: string | undefined, type: Type): z.output<Type> | undefined {
  if (cursor === undefined) return undefined
  const parsed = type.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'This cursor is not one of ours. Begin again without it.', {
    errors: [{ path: 'cursor', message: 'not a cursor' }],
  })
}

/** A page from `limit + 1` rows: the row too many only says that there is more. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => unknown,
  view: (row: Row) => Item,
): Page<Item> {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { items: kept.map(view), nextCursor: rows.length > limit && last !== undefined ? encodeCursor(placeOf(last)) : null }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    // PostgreSQL takes no NUL, and JSON can hide one in an escape.
    return text.includes('\\u0000') ? undefined : value
  } catch {
    return undefined
  }
}
