import { formWords } from './fits-example.ts'
import { findMentions } from './mentions/find-mentions.ts'
import type { Mention } from './mentions/mention.ts'
import { stem } from './words.ts'

export interface Word {
  text: string
  stem: string
  start: number
  end: number
}

/** A stretch between commas, full stops and the like. */
export interface Segment {
  start: number
  end: number
}

/** A text cut up once, so that many operations can be tried on it. */
export interface TextView {
  text: string
  mentions: readonly Mention[]
  words: readonly Word[]
  segments: readonly Segment[]
  /** Where reported words or a reason begin: what stands behind is mostly no order to this model. */
  speechStart: number
  /** Its words as an example of an operation would have them. */
  form: readonly string[]
}

const speech = /(?:\b(?:that|saying|says|because|since|due to|owing to)\b|:)\s/iu
const breaks = /[,;:!?\n]+(?=\s|$)|[()]+|\.+(?=\s|$)|\s[–—-]\s/gu

export function viewText(text: string, now: Date): TextView {
  const mentions = findMentions(text, now)
  const words = [...text.matchAll(/[\p{L}\p{N}\p{M}'’_-]+/gu)].map((match) => ({
    text: match[0],
    stem: stem(match[0].toLowerCase().replace(/['’]s?$/u, '')),
    start: match.index,
    end: match.index + match[0].length,
  }))
  return {
    text,
    mentions,
    words,
    segments: cutSegments(text, mentions),
    speechStart: speech.exec(text)?.index ?? text.length,
    form: formWords({ text, mentions }),
  }
}

function cutSegments(text: string, mentions: readonly Mention[]): Segment[] {
  const segments: Segment[] = []
  let start = 0
  for (const match of text.matchAll(breaks)) {
    if (mentions.some((mention) => mention.start <= match.index && match.index < mention.end)) continue
    if (text.slice(start, match.index).trim() !== '') segments.push({ start, end: match.index })
    start = match.index + match[0].length
  }
  if (text.slice(start).trim() !== '') segments.push({ start, end: text.length })
  return segments
}

/** The last words before a place, nearest first. */
export function wordsBefore(view: TextView, place: number, count: number): Word[] {
  return view.words
    .filter((word) => word.end <= place)
    .slice(-count)
    .reverse()
}

/** The first words behind a place. */
export function wordsAfter(view: TextView, place: number, count: number): Word[] {
  return view.words.filter((word) => word.start >= place).slice(0, count)
}

/** Whether two stretches of the text touch. */
export function overlaps(left: Segment, right: Segment): boolean {
  return left.start < right.end && right.start < left.end
}
