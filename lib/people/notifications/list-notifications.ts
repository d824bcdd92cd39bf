import type { Platform } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { loadPreferences } from './preference.ts'
import { endOfQuiet } from './quiet-hours.ts'
import { keptDays, listed, mostTries } from './tunables.ts'

export interface NotificationView {
  id: string
  kind: string
  sentence: string
  actionId: string | null
  reviewId: string | null
  at: Date
  read: boolean
  /** Of its mail: `none` is wanted, it waits, it is out, or it could not be sent (why, in `mailError`). */
  mail: 'none' | 'waits' | 'sent' | 'failed'
  mailError: string | null
}

/** The latest that a person was told, newest first. */
export async function listNotifications(platform: Platform, caller: Caller): Promise<NotificationView[]> {
  const rows = await platform.db.notification.findMany({
    where: { personId: caller.personId, kind: { not: 'digest' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: listed,
  })
  return rows.map(({ id, kind, sentence, actionId, reviewId, createdAt, readAt, mailAfter, mailedAt, tries, mailError }) => ({
    id,
    kind,
    sentence,
    actionId,
    reviewId,
    at: createdAt,
    read: readAt !== null,
    mail: mailedAt !== null ? 'sent' : mailAfter !== null ? 'waits' : tries >= mostTries ? 'failed' : 'none',
    mailError,
  }))
}

/** What the browser says of one. */
export interface BrowserNotification {
  id: string
  sentence: string
  actionId: string | null
  reviewId: string | null
  createdAt: Date
}

/** What a browser should say now: the person's own, unread, since `since`; nothing in quiet hours or where they do not want it. */
export async function browserNotifications(
  platform: Platform,
  caller: Caller,
  { since, timeZone }: { since: Date; timeZone: string },
): Promise<BrowserNotification[]> {
  const { browser, quiet } = await loadPreferences(platform, caller.personId)
  if (!browser) return []
  if (quiet !== null && endOfQuiet(platform.clock.now(), quiet, timeZone) !== null) return []
  return platform.db.notification.findMany({
    where: { personId: caller.personId, readAt: null, createdAt: { gt: since }, kind: { not: 'digest' } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: 20,
    select: { id: true, sentence: true, actionId: true, reviewId: true, createdAt: true },
  })
}

/** Marks one's own as read: those about an action that was opened, or all. Idempotent. */
export async function markNotificationsRead(platform: Platform, caller: Caller, about: { actionId?: string } = {}): Promise<void> {
  await platform.db.notification.updateMany({
    where: { personId: caller.personId, readAt: null, ...about },
    data: { readAt: platform.clock.now() },
  })
}

/** Forgets what is old. */
export async function sweepNotifications(platform: Platform): Promise<void> {
  const before = new Date(platform.clock.now().getTime() - keptDays * 86_400_000)
  await platform.db.notification.deleteMany({ where: { createdAt: { lt: before } } })
}
