export interface Random {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number
  pick<T>(values: readonly T[]): T
  chance(share: number): boolean
}

/** The same numbers for the same seed (mulberry32): the demo's data is the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    whole,
    pick: <T>(values: readonly T[]) => values[whole(0, values.length - 1)] as T,
    chance: (share) => next() < share,
  }
}

/** The day that the demo's data ends with. */
const lastDay = Date.UTC(2026, 10, 16, 9, 0, 0)

/** ISO 8601, UTC: so many days (and minutes) before the last day. */
export function daysBefore(days: number, minutes = 0): string {
  return new Date(lastDay - days * 86_400_000 + minutes * 60_000).toISOString()
}
