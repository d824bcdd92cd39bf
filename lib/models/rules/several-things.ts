import { stem } from './words.ts'

const code = String.raw`#?(?=[\p{L}\p{N}-]{0,23}\d)[\p{L}\p{N}]{1,12}(?:-[\p{L}\p{N}]{1,12}){0,2}`
const several = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(\p{L}{2,24}s)[ ]((?:${code})(?:(?:,[ ]|,?[ ]and[ ]|[ ]&[ ])(?:${code})){1,7})(?![\p{L}\p{N}]|[ ]?[€$£])`,
  'u',
)

/** "close 3 things" said as "things 4, 5 and 6": the text once for each of them. One text where there is no such list. */
export function eachOfSeveral(text: string, nouns: ReadonlySet<string>): string[] {
  const found = several.exec(text)
  const [all, noun, list] = found ?? []
  if (found === null || all === undefined || noun === undefined || list === undefined || !nouns.has(stem(noun.toLowerCase()))) return [text]
  const ids = list.split(/, | ?& ?|,? and /u)
  return ids.map((id) => `${text.slice(0, found.index)}${noun.slice(0, -1)} ${id}${text.slice(found.index + all.length)}`)
}
