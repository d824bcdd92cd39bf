import { titleChars } from './tunables.ts'

/** A conversation without messages. */
export const untitled = 'New conversation'

/** A short title from the first message: its first clause, cut between words. The same text gives the same title. */
export function titleOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const sentence = /^.{8,}?[.!?,;:](?=\s)/u.exec(line)?.[0].replace(/[.!,;:]$/, '') ?? line
  if (sentence.length === 0) return untitled
  if (sentence.length <= titleChars) return sentence
  const cut = sentence.slice(0, titleChars).toWellFormed()
  const space = cut.lastIndexOf(' ')
  return `${(space > titleChars / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.]+$/, '')}…`
}
