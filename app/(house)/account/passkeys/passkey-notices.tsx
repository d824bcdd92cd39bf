'use client'

import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { DueTime } from '#components/ui/relative-time.tsx'
import { RefusalNotice } from '../../admin/refusal-notice.tsx'
import { useCommand } from '../../admin/use-command.ts'
import { stopReset } from './commands.ts'
import type { OpenReset, PasskeysView } from './passkeys-view.ts'

interface PasskeyNoticesProps extends Pick<PasskeysView, 'needs' | 'reset' | 'origin'> {
  place: 'here' | 'there' | 'nowhere'
}

/** What there is to know before one adds or uses a passkey. */
export function PasskeyNotices({ needs, reset, place, origin }: PasskeyNoticesProps) {
  return (
    <>
      {place === 'nowhere' && (
        <Notice tone="wait">
          Passkeys do not work at this address: browsers want https and a domain name. An admin sets PUBLIC_URL to one.
        </Notice>
      )}
      {place === 'there' && (
        <Notice tone="wait">
          Browsers use passkeys at a name, not at an IP address. Open{' '}
          <a className="underline" href={`${origin}/account#passkeys`}>
            {origin}
          </a>{' '}
          and sign in there: the same house, and your passkeys work.
        </Notice>
      )}
      {reset !== null && <Reset {...reset} />}
      {needs === 'lost' && (
        <Notice tone="wait">
          You had a passkey and have none now, so a password is not enough to add one. Ask two admins to reset your passkeys, on their page
          People.
        </Notice>
      )}
    </>
  )
}

function Reset({ by, confirmed, expiresAt }: OpenReset) {
  const { busy, refusal, run } = useCommand()
  if (confirmed)
    return (
      <Notice>
        Two admins have removed your old passkeys. Until <DueTime at={expiresAt} /> your password is enough to add a new one.
      </Notice>
    )
  return (
    <>
      <Notice
        tone="wait"
        action={
          <Button size="small" busy={busy} onClick={() => void run(() => stopReset({}))}>
            I have not: stop it
          </Button>
        }
      >
        {by} says that you lost your passkeys. Once another admin says so too (until <DueTime at={expiresAt} />
        ), they are removed.
      </Notice>
      <RefusalNotice refusal={refusal} />
    </>
  )
}
