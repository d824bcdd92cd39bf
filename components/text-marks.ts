import type { TextPart } from './visible-text.ts'

/** A stretch of a text, in UTF-16 units; `to` is not in it. */
export interface TextMark {
  from: number
  to: number
}

export interface MarkedGroup {
  at: number
  marked: boolean
  parts: TextPart[]
}

/** The parts of a text in groups that are marked or not. Plain text is cut where a mark begins or ends; a hidden character never is. */
export function markedGroups(parts: readonly TextPart[], marks: readonly TextMark[]): MarkedGroup[] {
  const groups: MarkedGroup[] = []
  let at = 0
  let next = 0
  const put = (part: TextPart, marked: boolean, from: number) => {
    const last = groups.at(-1)
    if (last?.marked === marked) last.parts.push(part)
    else groups.push({ at: from, marked, parts: [part] })
  }
  for (const part of parts) {
    const end = at + part.text.length
    let from = at
    while (from < end) {
      while ((marks[next]?.to ?? Number.POSITIVE_INFINITY) <= from) next += 1
      const mark = marks[next]
      const inside = mark !== undefined && mark.from <= from
      const until = part.kind === 'text' ? Math.min(end, inside ? mark.to : (mark?.from ?? end)) : end
      put(part.kind === 'text' ? { kind: 'text', text: part.text.slice(from - at, until - at) } : part, inside, from)
      from = until
    }
    at = end
  }
  return groups
}
