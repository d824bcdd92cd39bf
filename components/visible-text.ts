import { codePoint, hiddenCharacter } from './hidden-characters.ts'
import { imitations } from './look-alikes.ts'
import { readPunycode } from './punycode.ts'

/** A stretch of text as it is, or one that would deceive: shown as a mark with its name. */
export type TextPart =
  | { kind: 'text'; text: string }
  /** Cannot be seen, or moves what can: `shown` stands in its place. */
  | { kind: 'hidden'; text: string; shown: string; name: string }
  /** Looks like another letter, or stands for others; is shown as it is, marked. */
  | { kind: 'look-alike'; text: string; name: string }

type Mark = Exclude<TextPart, { kind: 'text' }>

const emoji = /\p{Extended_Pictographic}/u
// Scripts that are written with joiners: there a joiner between two letters is spelling.
const joining =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Mongolian}\p{Script=Oriya}]/u
// England, Scotland, Wales: the only flags that are spelt with tag characters.
const flags =
  /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/gu
const combining = /\p{M}/u
/** More marks than any spelling puts on one letter; beyond it they paint over other lines. */
const mostCombining = 4

/** Positions (in UTF-16 units) of characters of emoji and spelling that would be hidden elsewhere. */
function harmless(text: string): Set<number> {
  const found = new Set<number>()
  for (const match of text.matchAll(flags)) for (let at = match.index; at < match.index + match[0].length; at++) found.add(at)
  for (const match of text.matchAll(/\u200C|\u200D|\uFE0E|\uFE0F/g)) {
    const before =
      [...text.slice(Math.max(0, match.index - 4), match.index)].filter((char) => !/[\uFE0F\u{1F3FB}-\u{1F3FF}]/u.test(char)).at(-1) ?? ''
    const after = String.fromCodePoint(text.codePointAt(match.index + 1) ?? 0)
    const selector = match[0] === '\uFE0F' || match[0] === '\uFE0E'
    const inEmoji = emoji.test(before) && (selector || (match[0] === '\u200D' && (emoji.test(after) || /[♀♂⚕]/u.test(after))))
    const keycap = match[0] === '\uFE0F' && /[0-9#*]/.test(before) && after === '\u20E3'
    const spelling = !selector && (joining.test(before) || combining.test(before)) && joining.test(after)
    if (inEmoji || keycap || spelling) found.add(match.index)
  }
  return found
}

/**
 * The text in parts, with everything that hides, moves or imitates made a mark: control, zero-width and direction
 * characters, blanks that are no spaces, letters of one script posing as another's, stacked accents.
 * The parts' `text` put together again is the text. Linear in its length.
 */
export function visibleParts(text: string): TextPart[] {
  if (/^[\x20-\x7e\n\t]*$/.test(text) && !/xn--/i.test(text)) return text === '' ? [] : [{ kind: 'text', text }]
  const parts: TextPart[] = []
  const spared = harmless(text)
  const imitating = imitations(text)
  const encoded = encodedLabels(text)
  let plain = ''
  let stacked = 0
  let insideUntil = 0
  const put = (mark: Mark) => {
    if (plain) parts.push({ kind: 'text', text: plain })
    plain = ''
    parts.push(mark)
  }
  let at = 0
  for (const char of text) {
    const label = encoded.get(at)
    if (label) put(label)
    if (label || at < insideUntil) {
      insideUntil = Math.max(insideUntil, label ? at + label.text.length : 0)
      at += char.length
      continue
    }
    const hidden = spared.has(at) ? null : hiddenCharacter(char, text, at)
    stacked = combining.test(char) ? stacked + 1 : 0
    const alike = imitating.get(at)
    if (hidden) put({ kind: 'hidden', text: char, shown: hidden.shown, name: hidden.name })
    else if (stacked > mostCombining) put({ kind: 'hidden', text: char, shown: '◌', name: 'one accent too many' })
    else if (alike) put({ kind: 'look-alike', text: char, name: `looks like “${alike.letter}”, is ${alike.script} (${codePoint(char)})` })
    else plain += char
    at += char.length
  }
  if (plain) parts.push({ kind: 'text', text: plain })
  return parts
}

/** Labels of domains in a writing of which nobody can see what it stands for, by their place. */
function encodedLabels(text: string): Map<number, Mark> {
  const found = new Map<number, Mark>()
  for (const match of text.matchAll(/\bxn--[a-z0-9-]{1,59}/gi)) {
    const read = readPunycode(match[0])
    if (read !== null) found.set(match.index, { kind: 'look-alike', text: match[0], name: `stands for “${read}”` })
  }
  return found
}

/** The text for places that hold nothing but text (a title, an option, a label): marks are written out in it. */
export function visibleString(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === 'hidden' ? `‹${part.shown}›` : part.kind === 'look-alike' ? `${part.text}‹${part.name}›` : part.text))
    .join('')
}

/** One sentence about all marks in these texts, or null when there are none. */
export function describeMarks(texts: readonly string[]): string | null {
  let hidden = 0
  let imitating = 0
  for (const text of texts) {
    for (const part of visibleParts(text)) {
      if (part.kind === 'hidden') hidden += 1
      if (part.kind === 'look-alike') imitating += 1
    }
  }
  const counted = [
    hidden > 0 && `${hidden} hidden character${hidden === 1 ? '' : 's'}`,
    imitating > 0 && `${imitating} look-alike letter${imitating === 1 ? '' : 's'}`,
  ].filter(Boolean)
  return counted.length === 0 ? null : `Contains ${counted.join(' and ')}, marked in place.`
}
