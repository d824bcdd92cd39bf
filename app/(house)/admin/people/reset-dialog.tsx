'use client'

import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { DueTime } from '#components/ui/relative-time.tsx'
import type { PasskeyResetView, PersonView } from '#lib/people/index.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { useCommand } from '../use-command.ts'
import { cancelReset, confirmReset } from './commands.ts'

interface ResetDialogProps {
  person: PersonView
  reset: PasskeyResetView | null
  me: string
  onClose: () => void
}

/** A person who lost every passkey: two admins say so, one after the other. */
export function ResetDialog({ person, reset, me, onClose }: ResetDialogProps) {
  const { busy, refusal, run } = useCommand()
  const asked = reset !== null && !reset.confirmed ? reset : null
  const mayConfirm = asked?.firstBy.id !== me
  const close = (done: unknown) => done !== null && onClose()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${person.name} lost their passkeys?`}
      description="Two admins have to say so, neither of them the person. Speak to them first, in person or by a call that you make: this is what somebody asks who wants to sign in their name."
      foot={
        <>
          {mayConfirm && (
            <Button look="danger" busy={busy} onClick={async () => close(await run(() => confirmReset({ personId: person.id })))}>
              {asked === null ? 'Ask another admin to confirm' : 'Remove their passkeys'}
            </Button>
          )}
          {asked !== null && (
            <Button busy={busy} onClick={async () => close(await run(() => cancelReset({ personId: person.id })))}>
              Stop it
            </Button>
          )}
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <RefusalNotice refusal={refusal} />
        {asked === null ? (
          <p className="text-ink-2">
            Another admin has a day to confirm. Then the old passkeys are removed, every session of {person.name} ends, and for a day their
            password is enough to add a new passkey.
          </p>
        ) : (
          <Notice tone="wait">
            {asked.firstBy.id === me
              ? 'You said so. It takes another admin'
              : `${asked.firstBy.name} said so. If you do too, their passkeys are removed at once`}{' '}
            (until <DueTime at={asked.expiresAt} />
            ).
          </Notice>
        )}
      </div>
    </Dialog>
  )
}
