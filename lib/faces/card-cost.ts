import type { ActionRow } from '#lib/actions/index.ts'
import { formatMoney, fromMinor } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { loadOrganisation } from '#lib/policy/index.ts'
import type { Card } from './card-data.ts'

/** The organisation's currency, where one of these says what it costs. */
export async function currencyFor(platform: Platform, rows: readonly ActionRow[]): Promise<string | null> {
  return rows.some(({ moneyMinor }) => moneyMinor !== null && moneyMinor !== 0n) ? (await loadOrganisation(platform)).currency : null
}

/** What the action amounts to in the organisation's currency; null where it is nothing, not known, or said already. */
export function costOf(row: ActionRow, currency: string | null, said: Pick<Card, 'sentence' | 'label' | 'changes'>): string | null {
  if (row.moneyMinor === null || row.moneyMinor === 0n || currency === null) return null
  const text = formatMoney(fromMinor(row.moneyMinor, currency))
  const texts = [said.sentence, said.label, ...said.changes.flatMap(({ after }) => (after === null || after.length > 200 ? [] : [after]))]
  return texts.some((one) => one.includes(text)) ? null : text
}
