import type { Preview } from '#lib/core/index.ts'
import type { CardChange, CardInput } from './card-data.ts'
import { leavesOf, valueText, wordsOf } from './value-text.ts'

/** A text longer than this, or of more lines, is folded on the card. */
const [longText, longLines] = [240, 12]
/** A shorter text may stand in a sentence by chance. */
const leastInSentence = 3

/** Where a value of the input comes from outside content: the source's title, by the value's path. */
export type FromOutside = ReadonlyMap<string, { title: string; text: string }>

/**
 * The rows of a card: what the preview says will change, then every value that is sent and that neither a row nor the sentence shows,
 * so that nothing is signed unseen. Pure.
 */
export function changesOf(preview: Preview | null, input: unknown, sentence: string, outside: FromOutside): CardChange[] {
  const shown = (preview?.changes ?? []).map((change) => changeOf(change, outside))
  if (preview === null) return shown
  const texts = new Set(shown.flatMap(({ after }) => (after === null || after.length < leastInSentence ? [] : [after])))
  const paths = shown.map(({ path }) => path)
  const said = wordsIn(sentence)
  const unseen = leavesOf(input).filter(
    ({ path, text }) =>
      text !== '' &&
      !texts.has(text) &&
      !(text.length >= leastInSentence && said.includes(` ${wordsIn(text).trim()} `)) &&
      !paths.some((one) => path === one || path.startsWith(`${one}.`)),
  )
  return [
    ...shown,
    ...unseen.map(({ path, text }) => row({ path, label: wordsOf(path), before: null, after: text, kind: 'sent' }, outside)),
  ]
}

/** Everything that is sent, leaf by leaf. */
export function inputOf(input: unknown, outside: FromOutside): CardInput[] {
  return leavesOf(input).map(({ path, text }) => ({ path, text, outside: standing(outside, path, text) }))
}

function changeOf({ path, label, before, after }: Preview['changes'][number], outside: FromOutside): CardChange {
  const [from, to] = [before === null ? null : valueText(before), after === null ? null : valueText(after)]
  const kind = from === null ? 'new' : to === null ? 'removed' : 'change'
  return row({ path, label: label === path ? wordsOf(path) : label, before: from, after: to, kind }, outside)
}

function row(change: Omit<CardChange, 'long' | 'outside'>, outside: FromOutside): CardChange {
  const { path, before, after } = change
  return { ...change, long: isLong(before) || isLong(after), outside: after === null ? null : standing(outside, path, after) }
}

function isLong(text: string | null): boolean {
  return text !== null && (text.length > longText || text.split('\n', longLines + 1).length > longLines)
}

/** The value as it stands now still is the one that was found there: an edit may have changed it. A row may have another path than the value. */
function standing(outside: FromOutside, path: string, text: string): string | null {
  if (outside.size === 0) return null
  const exact = outside.get(path)
  if (exact !== undefined && exact.text === text.slice(0, exact.text.length)) return exact.title
  return [...outside.values()].find((one) => one.text === text)?.title ?? null
}

/** Words with one blank between and around, so that whole words can be looked for. */
function wordsIn(text: string): string {
  return ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.@_-]+/gu, ' ')
    .replace(/\.(?= |$)/g, '')
    .trim()} `
}
