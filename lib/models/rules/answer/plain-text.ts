import { limits } from '../limits.ts'

/**
 * A text of unknown origin as markdown that shows it and does nothing: no links, no pictures, no headings, no HTML. A sign is escaped only
 * where it would do something, so that who reads the markdown itself sees the text as it is.
 */
export function showText(text: string): string {
  return text
    .slice(0, limits.quoted)
    .replace(/[\u202a-\u202e\u2066-\u2069\u200b-\u200f\ufeff]/gu, '')
    .split('\n')
    .map(showSigns)
    .join('\n')
    .replace(/\b(https?|ftp):\/\//giu, '$1:\u200b//')
    .replace(/\bwww\./giu, 'www\u200b.')
}

function showSigns(line: string): string {
  return (
    line
      // In front of a sign a backslash would hide itself, in front of anything else it is a letter.
      .replace(/\\(?=[!-/:-@[-`{-~]|$)/gu, '\\\\')
      .replace(/[*`[]|\](?=[([:])|<(?=[\p{L}/!?])/gu, '\\$&')
      .replace(/~(?=[~\S])|(?<=\S)~/gu, '\\~')
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
      .replace(/&(?=#?\w{1,31};)/gu, '\\&')
      // Headings, quotations, rules, underlines of headings and of the head of a table.
      .replace(/^(\s*)([#>])/u, '$1\\$2')
      .replace(/^(\s*)([-=:|])(?=[\s:|=-]*$)/u, '$1\\$2')
  )
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
