import type { Effect, Preview } from '#lib/core/index.ts'
import { type BusinessCalendar, isBusinessTime, localTime } from './business-time.ts'
import { factDefaults } from './fact-defaults.ts'
import { type Facts, previewFacts, type StoredFacts } from './facts.ts'
import { recipientDomains } from './recipients.ts'

/** An action as it is stored, as far as its facts can be made again from it. */
export interface ReplayedAction {
  id: string
  operation: string
  effect: string
  input: unknown
  preview: Preview | null
  facts: Partial<StoredFacts> | null
  sources: unknown
  connectionId: string
  connector: string
  requestedById: string
  createdAt: Date
  /** What it would change, in one sentence. */
  summary: string
}

/**
 * The facts that an action was judged by; what came into the rules later is made again from the row, as far as it can be: recipients
 * count as known. Null where nothing is left to go by: it was erased, or never judged.
 */
export function replayFacts(row: ReplayedAction, calendar: BusinessCalendar): { facts: Facts; rebuilt: boolean } | null {
  const { input } = row
  if (row.facts === null) return null
  // What the windows answered is read anew: a draft may ask for others.
  const { windows: _windows, ...stored } = row.facts
  const sources = Array.isArray(row.sources) ? row.sources : []
  const plain = factDefaults(row.operation)
  const again: Partial<Facts> = {
    effect: row.effect as Effect,
    connector: row.connector,
    preview: row.effect === 'read' || row.preview === null ? null : previewFacts(row.preview),
    sourceOperations: [...new Set(sources.flatMap((source: { operation?: string } | null) => source?.operation ?? []))],
    recipients: recipientDomains(input).domains.map((domain) => ({ domain, known: true })),
    ...localTime(row.createdAt, calendar),
    businessHours: isBusinessTime(row.createdAt, calendar),
  }
  const rebuilt = Object.keys(plain).some((name) => name !== 'input' && !Object.hasOwn(stored, name))
  const requester = { ...plain.requester, ...stored.requester }
  return { facts: { ...plain, ...again, ...stored, requester, input }, rebuilt }
}
