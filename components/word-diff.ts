import type { TextMark } from './text-marks.ts'

/** What went and what came, as stretches of the two texts. */
export interface WordDiff {
  removed: TextMark[]
  added: TextMark[]
}

/** Beyond so many words that went or came the texts are two, and nothing in them is worth comparing. */
const mostEdits = 400

const words = /\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]+/gu

interface Word {
  text: string
  at: number
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(words)].map((match) => ({ text: match[0], at: match.index }))
}

/**
 * Which words differ between two texts: what both begin and end with is set aside, the rest compared word by word (Myers' shortest
 * edit, up to 400 words either way). Texts that have less in common than that are marked whole between their common ends. Time
 * grows with the texts' length times at most 400.
 */
export function wordDiff(before: string, after: string): WordDiff {
  const [left, right] = [wordsOf(before), wordsOf(after)]
  let start = 0
  while (start < left.length && start < right.length && left[start]?.text === right[start]?.text) start += 1
  let [leftEnd, rightEnd] = [left.length, right.length]
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1]?.text === right[rightEnd - 1]?.text) {
    leftEnd -= 1
    rightEnd -= 1
  }
  const [old, fresh] = [left.slice(start, leftEnd), right.slice(start, rightEnd)]
  const kept = shortestEdit(old, fresh)
  if (kept === null) return { removed: stretches(old, new Set()), added: stretches(fresh, new Set()) }
  return {
    removed: stretches(old, new Set(kept.map(([index]) => index))),
    added: stretches(fresh, new Set(kept.map(([, index]) => index))),
  }
}

/** Words that both have, as pairs of places, in order; null when too many differ. */
function shortestEdit(old: readonly Word[], fresh: readonly Word[]): [number, number][] | null {
  const most = Math.min(mostEdits, old.length + fresh.length)
  // How far each diagonal (a place in the old less one in the new) has come; `rounds`: before each number of edits.
  const reach = new Int32Array(2 * most + 3)
  const rounds: Int32Array[] = []
  const zero = most + 1
  for (let edits = 0; edits <= most; edits++) {
    rounds.push(reach.slice())
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const from = cameFrom(reach, zero, diagonal, edits)
      let x = (reach[zero + from] ?? 0) + (from < diagonal ? 1 : 0)
      while (x < old.length && x - diagonal < fresh.length && old[x]?.text === fresh[x - diagonal]?.text) x += 1
      reach[zero + diagonal] = x
      if (x >= old.length && x - diagonal >= fresh.length) return walkBack(rounds, zero, [old.length, fresh.length])
    }
  }
  return null
}

/** The diagonal from which an edit led to this one: the one that had come farther. */
function cameFrom(reach: Int32Array, zero: number, diagonal: number, edits: number): number {
  if (edits === 0) return 0
  const [less, more] = [reach[zero + diagonal - 1] ?? 0, reach[zero + diagonal + 1] ?? 0]
  return diagonal === -edits || (diagonal !== edits && less < more) ? diagonal + 1 : diagonal - 1
}

function walkBack(rounds: readonly Int32Array[], zero: number, [endX, endY]: [number, number]): [number, number][] {
  const kept: [number, number][] = []
  let [x, y] = [endX, endY]
  for (let edits = rounds.length - 1; edits >= 0; edits--) {
    const reach = rounds[edits] as Int32Array
    const from = cameFrom(reach, zero, x - y, edits)
    const fromX = edits === 0 ? 0 : (reach[zero + from] ?? 0)
    const fromY = edits === 0 ? 0 : fromX - from
    while (x > fromX && y > fromY) {
      x -= 1
      y -= 1
      kept.push([x, y])
    }
    x = fromX
    y = fromY
  }
  return kept.reverse()
}

/** The words that are not kept, in one stretch where they are neighbours or have but a blank between them. */
function stretches(all: readonly Word[], kept: ReadonlySet<number>): TextMark[] {
  const marks: TextMark[] = []
  let last = Number.NEGATIVE_INFINITY
  all.forEach(({ text, at }, index) => {
    if (kept.has(index)) return
    const before = marks.at(-1)
    const near = last === index - 1 || (last === index - 2 && all[index - 1]?.text.trim() === '')
    if (before !== undefined && near) before.to = at + text.length
    else marks.push({ from: at, to: at + text.length })
    last = index
  })
  return marks
}
