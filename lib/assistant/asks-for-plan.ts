/** How people ask what would be done, without wanting it done yet. Each takes the words of asking away and leaves the wish. */
const askings: readonly RegExp[] = [
  /^\s*what\s+would\s+(?:you|happen|be\s+done)(?:\s+do)?\s*(?:,|:)?\s*(?:if|when|about|with|for|to)?\s*(?:(?:i|we)\s+(?:asked|told|wanted|said)\s+(?:you\s+)?(?:to\s+)?)?[:,]?\s*/i,
  /^\s*(?:please\s+)?(?:make|give\s+me|show\s+me|write)\s+(?:me\s+)?a\s+plan\s*(?:for|to|how\s+to|of\s+how\s+to)?\s*[:,]?\s*/i,
  /^\s*(?:please\s+)?plan\s+(?:to\s+|how\s+to\s+|for\s+)?/i,
  /^\s*(?:as\s+a\s+)?dry[\s-]run\s*[:,]\s*/i,
  /^\s*was\s+würdest\s+du\s+(?:tun|machen)\s*,?\s*(?:wenn\s+)?(?:(?:ich|wir)\s+)?/i,
  /^\s*(?:bitte\s+)?plane\s+/i,
]

/**
 * The wish in a message that only asks what would be done ("What would you do if …", "Plan …"); null for any other message. Short
 * expressions without nesting over one message: they take time in proportion to its length. Pure.
 */
export function wishOf(text: string): string | null {
  for (const asking of askings) {
    const found = asking.exec(text)
    if (found === null) continue
    const wish = text
      .slice(found[0].length)
      .replace(/\?\s*$/, '')
      .trim()
    return wish === '' ? null : wish
  }
  return null
}
