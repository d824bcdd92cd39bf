import { type ActionRow, actionInclude, maySee, shownActions } from '#lib/actions/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { CardCorrection, CardDifference } from './card-data.ts'
import { leavesOf, wordsOf } from './value-text.ts'

/** The most differences that a card lists. */
const mostDifferences = 50

/** The rejected actions that these put right, by their id, without their secrets; only those that the reader may see. */
export async function correctedBy(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<Map<string, ActionRow>> {
  const ids = rows.flatMap(({ correctsId }) => (correctsId === null ? [] : [correctsId]))
  if (ids.length === 0) return new Map()
  const found = await platform.db.action.findMany({ where: { id: { in: ids } }, include: actionInclude })
  const shown = await shownActions(
    platform,
    found.filter((row) => maySee(caller, row)),
  )
  return new Map(shown.map((row) => [row.id, row]))
}

/** What an action puts right: what was rejected, why, and what is different now. `row` without its secrets. */
export function correctionOf(row: ActionRow, corrected: ReadonlyMap<string, ActionRow>): CardCorrection | null {
  const before = corrected.get(row.correctsId ?? '')
  if (before === undefined) return null
  const no = before.decisions.findLast(({ verdict, voidedAt }) => verdict === 'reject' && voidedAt === null)
  return {
    id: before.id,
    sentence: before.summary || before.title,
    by: no?.person.name ?? null,
    reason: no?.comment ?? null,
    differences: differencesOf(before.input, row.input),
  }
}

/** Where two inputs differ, leaf by leaf; money is one leaf. Null: it is not there on that side. */
export function differencesOf(before: unknown, after: unknown): CardDifference[] {
  const [from, to] = [before, after].map((value) => new Map(leavesOf(value).map(({ path, text }) => [path, text])))
  const paths = [...new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])]
  return paths
    .map((path) => ({ path, label: wordsOf(path), before: from?.get(path) ?? null, after: to?.get(path) ?? null }))
    .filter((one) => one.before !== one.after)
    .slice(0, mostDifferences)
}
