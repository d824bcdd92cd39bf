const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const

/** `850 ms`, `3 s`, `12 min`, `2 d`: one number, rounded down, for a column to run an eye over. */
export function ageWords(ms: number): string {
  const [size, unit] = units.find(([each]) => ms >= each) ?? [1, 'ms']
  return `${Math.floor(ms / size).toLocaleString('en')} ${unit}`
}

/** `1 action`, `1,204 actions`. */
export function countWords(count: number, word: string): string {
  return `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
}
