import type { Platform } from '#lib/platform/index.ts'
import type { FigureDays } from './ended-sql.ts'

/** Figures are made of so many of the latest decisions, and of expiries, at most: what one look costs stays as it is, whatever waits behind. */
const figuresOf = 20_000

/** And of so many of the latest actions: of how many a person is asked. */
const actionsOf = 100_000

export interface FigureWindow {
  from: Date
  to: Date
  /** Whether more ended in these days than figures are made of: then `from` is later, and what is after it is counted whole. */
  cut: boolean
}

/** The time that figures look at: the last so many days, or as far back as the latest of them reach. */
export async function figureWindow(platform: Platform, days: FigureDays): Promise<FigureWindow> {
  const to = platform.clock.now()
  const first = new Date(to.getTime() - days * 86_400_000)
  const reach = (rest: string, most: number) => `(${rest} offset ${most} limit 1)`
  const { rows } = await platform.pool.query<{ at: Date | null }>(
    `select greatest(
      ${reach(`select at from decision where at >= $1 and at < $2 and "voidedAt" is null and verdict in ('approve', 'reject') order by at desc`, figuresOf)},
      ${reach(`select "settledAt" from action where status = 'expired' and "settledAt" >= $1 and "settledAt" < $2 order by "settledAt" desc`, figuresOf)},
      ${reach(`select "createdAt" from action where "createdAt" >= $1 and "createdAt" < $2 order by "createdAt" desc`, actionsOf)}
    ) as at`,
    [first, to],
  )
  const at = rows[0]?.at ?? null
  // The first one too many is left out; times are kept to the millisecond.
  return { from: at === null ? first : new Date(at.getTime() + 1), to, cut: at !== null }
}
