import { z } from 'zod'

/** One thing that changes. `before` null: it is new, or not known. Values are shown as text, money as {amount, currency}. */
export const change = z.object({
  path: z.string(),
  label: z.string(),
  before: z.json().nullable(),
  after: z.json().nullable(),
})
export type Change = z.infer<typeof change>

/** What will change, as data. `summary` is one sentence that begins with a verb: "Refund 49.90 EUR to …". */
export const preview = z.object({
  summary: z.string(),
  changes: z.array(change),
  warnings: z.array(z.string()),
})
export type Preview = z.infer<typeof preview>

/** What was there before, by the path of each change: what an undo may put back. `null`: nothing was there, or it could not be read. */
export function beforeOf(shown: Preview | null): Readonly<Record<string, Change['before']>> {
  return Object.fromEntries((shown?.changes ?? []).map(({ path, before }) => [path, before]))
}

/** Whether the world that an approver saw is still there: the same `before` at every path. */
export function sameBefore(left: Preview, right: Preview): boolean {
  const text = (shown: Preview) =>
    JSON.stringify(shown.changes.map(({ path, before }) => [path, before]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)))
  return text(left) === text(right)
}
