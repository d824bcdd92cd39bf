'use client'

import Link from 'next/link'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { NotificationPreferences, NotificationView } from '#lib/people/index.ts'
import { useCommand } from '../../admin/use-command.ts'
import { choose, readAll } from './commands.ts'
import { PreferencesForm } from './preferences-form.tsx'

interface NotificationsSectionProps {
  preferences: NotificationPreferences
  notifications: (Omit<NotificationView, 'at'> & { at: string })[]
  /** The organisation sends mails at all. */
  mailed: boolean
  timeZone: string
}

/** How one hears of what waits, and what one was told. */
export function NotificationsSection({ preferences, notifications, mailed, timeZone }: NotificationsSectionProps) {
  const { busy, run } = useCommand()
  const unread = notifications.filter(({ read }) => !read).length
  return (
    <div id="notifications" className="scroll-mt-16">
      <Section
        title="Notifications"
        description="How you hear that something waits for you, or what became of what you asked for."
        actions={
          unread > 0 && (
            <Button busy={busy} onClick={() => void run(() => readAll({}))}>
              Mark {unread === 1 ? 'it' : `all ${unread}`} as read
            </Button>
          )
        }
      >
        <PreferencesForm preferences={preferences} mailed={mailed} timeZone={timeZone} onSave={choose} />
        {notifications.length === 0 ? (
          <p className="text-ink-2">You were told of nothing yet.</p>
        ) : (
          <ul className="divide-y rounded-lg border bg-surface" aria-label="What you were told">
            {notifications.map((notification) => (
              <Told key={notification.id} {...notification} />
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}

function Told({ sentence, actionId, at, read, mail, mailError }: NotificationsSectionProps['notifications'][number]) {
  const words = <VisibleText text={sentence} />
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5">
      <p className={read ? 'min-w-0 flex-1 basis-60 text-ink-2' : 'min-w-0 flex-1 basis-60 font-strong'}>
        {actionId === null ? (
          words
        ) : (
          <Link href={`/actions/${actionId}`} className="hover:underline">
            {words}
          </Link>
        )}
        {mail === 'failed' && (
          <span className="block font-normal text-12 text-bad">
            Its mail could not be sent and was given up: {mailError ?? 'no answer'}
          </span>
        )}
      </p>
      {!read && <Badge tone="pen">new</Badge>}
      <span className="text-12 text-ink-3">
        <RelativeTime at={at} />
      </span>
    </li>
  )
}
