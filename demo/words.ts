/** Whether every word of `query` begins a word of `text`; capitals and accents make no difference ("muller" finds "Müller"). */
export function holdsWords(text: string, query: string): boolean {
  const known = wordsOf(text)
  return wordsOf(query).every((word) => known.some((other) => other.startsWith(word)))
}

function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}
