import type { Card } from '#lib/faces/card-data.ts'

/** So many changes are shown at once; the rest is one fold. */
export const rowsAtOnce = 12
/** The fold that holds the rest of the rows. */
export const restFold = '*'

/** Everything on a card that is folded at first, in the order in which it stands there. */
export function foldsOf(card: Card): string[] {
  const folds = card.changes.map((change, index) => (change.long ? foldKey(change.path, index) : null))
  const rest = card.changes.length > rowsAtOnce ? [restFold] : []
  return [...folds.slice(0, rowsAtOnce), ...rest, ...folds.slice(rowsAtOnce)].filter((key) => key !== null)
}

export function foldKey(path: string, index: number): string {
  return `${index}:${path}`
}
