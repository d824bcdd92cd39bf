import type { ConnectionSettings } from '#lib/connectors/index.ts'
import { breaker, retryBudget } from './tunables.ts'

/** What one connection may have under way, as the ledger's functions take it. */
export function gateLimits({ concurrency, ratePerSecond }: ConnectionSettings) {
  return { concurrency: concurrency ?? null, ratePerSecond: ratePerSecond ?? null, ...retryBudget }
}

export const breakerLimits = breaker
