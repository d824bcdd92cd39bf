import type { AuditFilter } from '#lib/audit/index.ts'
import { type Search, searchValue } from '../search-value.ts'

const day = /^\d{4}-\d{2}-\d{2}$/
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const dayMs = 86_400_000

/** The filters of the audit page as they stand in its form. */
export interface AuditSearch {
  subject: string
  actor: string
  kind: string
  from: string
  to: string
}

export function auditSearch(search: Search): AuditSearch {
  const value = (name: string) => searchValue(search, name) ?? ''
  return { subject: value('subject'), actor: value('actor'), kind: value('kind'), from: value('from'), to: value('to') }
}

/** As the log takes them: days are days of UTC, the last one included. What is no day, and no actor, filters nothing. */
export function auditFilter({ subject, actor, kind, from, to }: AuditSearch): AuditFilter {
  const first = dayOf(from)
  const last = dayOf(to)
  const knownActor = actor === 'system' || actor === 'model' || uuid.test(actor)
  return {
    ...(subject === '' ? {} : { subject }),
    ...(knownActor ? { actor } : {}),
    ...(kind === '' ? {} : { kind }),
    ...(first === null ? {} : { from: first }),
    ...(last === null ? {} : { to: new Date(last.getTime() + dayMs) }),
  }
}

/** The event that the address names, or null. */
export function eventOf(search: Search): string | null {
  const event = searchValue(search, 'event') ?? ''
  return uuid.test(event) ? event : null
}

function dayOf(text: string): Date | null {
  const date = new Date(day.test(text) ? `${text}T00:00:00Z` : Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date
}
