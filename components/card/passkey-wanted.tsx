import { KeyRound } from 'lucide-react'
import { ButtonLink } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'

/** To an approver whose signature is asked for and who has no passkey yet. */
export function PasskeyWanted() {
  return (
    <div className="mb-3">
      <Notice
        tone="wait"
        icon={KeyRound}
        action={
          <ButtonLink href="/account#passkeys" size="small">
            Add a passkey
          </ButtonLink>
        }
      >
        Approving this takes your passkey, and you have none yet. You can still reject it.
      </Notice>
    </div>
  )
}
