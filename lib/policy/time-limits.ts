import { addBusinessHours, type BusinessCalendar } from './business-time.ts'
import type { TimeLimit } from './rule.ts'

/** Where no rule says for how long: three days by the clock, with a reminder after two. Documented in docs/time-limits.md. */
export const houseTimeLimit: TimeLimit = { hours: 72, calendar: true, remindAfter: 48 }

/** When a card expires, when those asked are reminded next, and when others may decide as well; null: not at all. */
export interface Timers {
  dueAt: Date
  remindAt: Date | null
  escalateAt: Date | null
}

/** The timers of a card that begins to wait. Pure. `limit` null: the house's own. What would come at or after the end does not come. */
export function timersFrom(from: Date, limit: TimeLimit | null, calendar: BusinessCalendar): Timers {
  const { hours, remindAfter, escalate } = limit ?? houseTimeLimit
  const after = (amount: number) => addHours(from, amount, limit, calendar)
  const dueAt = after(hours)
  const before = (at: Date | null) => (at !== null && at < dueAt ? at : null)
  return {
    dueAt,
    remindAt: before(remindAfter === undefined ? null : after(remindAfter)),
    escalateAt: before(escalate === undefined ? null : after(escalate.after)),
  }
}

/** The reminder after one that goes out now: as many hours later again, while that is before the end. Missed ones are not made up for. */
export function nextReminder(now: Date, dueAt: Date, limit: TimeLimit | null, calendar: BusinessCalendar): Date | null {
  const { remindAfter } = limit ?? houseTimeLimit
  if (remindAfter === undefined) return null
  const at = addHours(now, remindAfter, limit, calendar)
  return at < dueAt ? at : null
}

function addHours(from: Date, hours: number, limit: TimeLimit | null, calendar: BusinessCalendar): Date {
  return (limit ?? houseTimeLimit).calendar ? new Date(from.getTime() + hours * 3_600_000) : addBusinessHours(from, hours, calendar)
}
