import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { parseWith } from '../parse-with.ts'

export const mailChoices = ['off', 'at_once', 'digest'] as const

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day, like 20:00')

/** How a person wants to hear. Quiet hours are by the organisation's clock: mails wait until they end, the browser says nothing. */
export const preferenceSchema = z.strictObject({
  mail: z.enum(mailChoices),
  quiet: z.strictObject({ from: time, to: time }).nullable(),
  browser: z.boolean(),
})
export type NotificationPreferences = z.infer<typeof preferenceSchema>

const usual: NotificationPreferences = { mail: 'off', quiet: null, browser: false }

interface PreferenceRow {
  mail: string
  quietFrom: string | null
  quietTo: string | null
  browser: boolean
}

/** The stored row as a person reads it; without one: on the pages alone. */
export function preferencesOf(row: PreferenceRow | null): NotificationPreferences {
  if (row === null) return usual
  const { mail, quietFrom: from, quietTo: to, browser } = row
  return {
    mail: mailChoices.find((choice) => choice === mail) ?? 'off',
    quiet: from === null || to === null ? null : { from, to },
    browser,
  }
}

export async function loadPreferences({ db }: Pick<Platform, 'db'>, personId: string): Promise<NotificationPreferences> {
  return preferencesOf(await db.notificationPreference.findUnique({ where: { personId } }))
}

/** A person's own choice; what waits to be mailed follows it when it is its turn. Throws `invalid`. */
export async function savePreferences(platform: Platform, { caller, given }: { caller: Caller; given: unknown }): Promise<void> {
  const wanted = parseWith(preferenceSchema, given)
  const { personId } = caller
  const columns = { mail: wanted.mail, browser: wanted.browser, quietFrom: wanted.quiet?.from ?? null, quietTo: wanted.quiet?.to ?? null }
  await withTransaction(platform, async (tx) => {
    const before = await tx.notificationPreference.findUnique({ where: { personId } })
    const updatedAt = platform.clock.now()
    await tx.notificationPreference.upsert({
      where: { personId },
      create: { personId, ...columns, updatedAt },
      update: { ...columns, updatedAt },
    })
    await recordAudit(tx, {
      kind: 'person.notifications_changed',
      actor: { kind: 'person', id: personId },
      subject: { kind: 'person', id: personId },
      content: { before: preferencesOf(before), after: wanted },
    })
  })
}
