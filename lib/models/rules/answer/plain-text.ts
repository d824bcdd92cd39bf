import { limits } from '../limits.ts'

/** A text of unknown origin as markdown that shows it and does nothing: no links, no pictures, no headings, no HTML. */
export function showText(text: string): string {
  return text
    .slice(0, limits.quoted)
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/gu, '')
    .replace(/[\\`*_[\]<>#|~!]/gu, (sign) => `\\${sign}`)
    .replace(/\b(https?|ftp):\/\//giu, '$1:\u200b//')
    .replace(/\bwww\./giu, 'www\u200b.')
}

/** The same on one line. */
export function showLine(text: string): string {
  return showText(text.replace(/\s+/gu, ' ').trim())
}

/** Other people's words as a quotation, line by line. */
export function quoteText(text: string): string {
  const shown = text.length > limits.quoted ? `${text.slice(0, limits.quoted)}…` : text
  return shown
    .split(/\r?\n/u)
    .slice(0, 30)
    .map((line) => `> ${showText(line)}`.trimEnd())
    .join('\n')
}
