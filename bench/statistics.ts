/** The value below which `share` (0 to 1) of the values lie, the nearest one there is. Throws RangeError for no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('no values, no percentile')
  return found
}

/** The middle value; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  return (percentile(sorted, 0.5) + (sorted[Math.floor(half)] ?? 0)) / 2
}

export interface Latencies {
  p50: number
  p95: number
  p99: number
}

/** What most, nearly all and all but the unlucky wait. */
export function latenciesOf(milliseconds: readonly number[]): Latencies {
  return { p50: percentile(milliseconds, 0.5), p95: percentile(milliseconds, 0.95), p99: percentile(milliseconds, 0.99) }
}

/** The median of each figure over several runs: one bad run does not decide. */
export function medianLatencies(runs: readonly Latencies[]): Latencies {
  const of = (figure: keyof Latencies) => median(runs.map((run) => run[figure]))
  return { p50: of('p50'), p95: of('p95'), p99: of('p99') }
}
