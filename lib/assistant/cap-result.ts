import { isJsonObject, type Json } from '#lib/core/index.ts'
import { resultBytes } from './tunables.ts'

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value ?? null))
}

/** A result as the model sees it: whole if it fits, else with the longest list shortened and said so, else an excerpt. */
export function capResult(result: unknown, limit = resultBytes): { result: unknown; note?: string } {
  if (bytesOf(result) <= limit) return { result }
  const list = longestList(result)
  if (list !== null) {
    for (let kept = Math.min(list.items.length, 200); kept > 0; kept = Math.floor(kept / 1.5)) {
      const shorter = list.with(list.items.slice(0, kept))
      if (bytesOf(shorter) <= limit) {
        return { result: shorter, note: `Only the first ${kept} of ${list.items.length} are shown. Ask for less, or for one of them.` }
      }
    }
  }
  const excerpt = JSON.stringify(result)
    .slice(0, limit / 4)
    .toWellFormed()
  return { result: { excerpt }, note: 'The answer was too large and is cut. Ask for less.' }
}

function longestList(result: unknown): { items: Json[]; with: (items: Json[]) => unknown } | null {
  if (Array.isArray(result)) return { items: result, with: (items) => items }
  if (!isJsonObject(result)) return null
  const lists = Object.entries(result).filter((entry): entry is [string, Json[]] => Array.isArray(entry[1]))
  const [longest] = lists.sort(([, a], [, b]) => bytesOf(b) - bytesOf(a))
  if (longest === undefined) return null
  const [key, items] = longest
  return { items, with: (shorter) => ({ ...result, [key]: shorter }) }
}
