/** Of each text, as much as is shown; and how much of what both begin with stands before the first difference. */
const [shown, lead] = [200, 40]

/** Two texts short enough for a line: of long ones the part around their first difference. Null stays null. */
export function excerpts(before: string | null, after: string | null): [string | null, string | null] {
  const from = before === null || after === null || Math.max(before.length, after.length) <= shown ? 0 : sameStart(before, after) - lead
  return [excerpt(before, Math.max(0, from)), excerpt(after, Math.max(0, from))]
}

function sameStart(one: string, other: string): number {
  let same = 0
  while (same < one.length && one[same] === other[same]) same += 1
  return same
}

function excerpt(text: string | null, from: number): string | null {
  if (text === null || text.length <= shown) return text
  const [start, end] = [whole(text, from), whole(text, from + shown)]
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

/** The place, or the one before it where it is inside a character of two units. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}
