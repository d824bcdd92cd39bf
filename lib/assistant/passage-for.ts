import { quoteChars } from './tunables.ts'

/** A shorter text is an id or a name: as a quote it would explain nothing. */
const leastQuote = 24

export interface Passage {
  quote: string
  /** How much it has in common with the request; 0: nothing. */
  score: number
}

/**
 * The passage of a result that explains a request: of all its texts the window with the most in common with the
 * request's input; without one (or without anything in common) the beginning of the longest text.
 */
export function passageFor(result: unknown, input: unknown): Passage {
  const texts = textsIn(result).filter((text) => text.trim() !== '')
  const longest = texts.reduce((best, text) => (text.length > best.length ? text : best), '')
  const wanted = new Set(textsIn(input).flatMap(wordsOf))
  const best = texts
    .flatMap((text) => windowsOf(text).map((window) => ({ window, score: scoreOf(window, wanted) })))
    .reduce((top, next) => (next.score > top.score ? next : top), { window: '', score: 0 })
  const says = best.score > 0 && best.window.length >= leastQuote
  return { quote: clip(says ? best.window : longest), score: best.score }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** Overlapping windows that begin at sentences, so that a quote reads as one. */
function windowsOf(text: string): string[] {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= quoteChars) return [line]
  const starts = [0, ...[...line.matchAll(/[.!?:]\s+/g)].map((match) => match.index + match[0].length)].slice(0, 400)
  return starts.map((start) => (start === 0 ? '' : '… ') + line.slice(start, start + quoteChars + 1))
}

/** Longer texts have more chances to share a word by accident: windows are of one length, short ones win ties of meaning by their numbers. */
function scoreOf(window: string, wanted: ReadonlySet<string>): number {
  const shared = new Set(wordsOf(window).filter((word) => wanted.has(word)))
  let score = 0
  for (const word of shared) score += /^\d+$/.test(word) ? 3 : 1
  // An id standing alone says less than a sentence that names it.
  return window.length < leastQuote ? score / 4 : score
}

/** Words of three letters or more, and numbers as people write them in either way: 9,999.00 and 9999 are one. */
function wordsOf(text: string): string[] {
  const numbers = [...text.matchAll(/\d[\d.,]*/g)].map(([number]) => wholeOf(number))
  const words = text.toLowerCase().match(/\p{L}{3,}/gu) ?? []
  return [...numbers, ...words]
}

function wholeOf(number: string): string {
  const trimmed = number.replace(/[.,]+$/, '')
  return trimmed.replace(/[.,]\d{1,2}$/, '').replace(/[.,]/g, '')
}

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().toWellFormed()
  return line.length <= quoteChars
    ? line
    : `${line
        .slice(0, quoteChars - 1)
        .trimEnd()
        .toWellFormed()}…`
}
