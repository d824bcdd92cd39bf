import type { ReactNode } from 'react'
import { LiveProvider } from '#components/live/live-provider.tsx'
import { countApprovals } from '#lib/approvals/index.ts'
import { listConversations } from '#lib/assistant/index.ts'
import { can, loadPreferences } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { pausesNow } from '../_pauses.ts'
import { requireCaller } from '../_session.ts'
import { BrowserNotifications } from './browser-notifications.tsx'
import { HouseFrame } from './house-frame.tsx'

/** How many conversations the rail shows. */
const listed = 30

export default async function HouseLayout({ children }: { children: ReactNode }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const [approvals, conversations, pauses, preferences] = await Promise.all([
    countApprovals(platform, caller, { scope: 'mine' }),
    can(caller, 'conversation.own') ? listConversations(platform, caller, { limit: listed }) : { items: [] },
    pausesNow(),
    loadPreferences(platform, caller.personId),
  ])
  const everything = pauses.find(({ scope }) => scope === 'everything')
  return (
    <LiveProvider personId={caller.personId}>
      {preferences.browser && <BrowserNotifications personId={caller.personId} since={platform.clock.now().toISOString()} />}
      <HouseFrame
        person={{ name: caller.name, email: caller.email }}
        approvals={approvals}
        admin={can(caller, 'system.read')}
        pause={
          everything === undefined
            ? null
            : {
                by: everything.pausedBy.name,
                reason: everything.reason,
                at: everything.pausedAt.toISOString(),
                href: can(caller, 'actions.pause') ? '/admin/pauses' : null,
              }
        }
        conversations={conversations.items.map(({ id, title, active }) => ({ id, title, active }))}
      >
        {children}
      </HouseFrame>
    </LiveProvider>
  )
}
