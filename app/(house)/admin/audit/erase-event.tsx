'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { erase } from './commands.ts'

/** Erases the content of one event, after a reason was given. */
export function EraseEvent({ eventId }: { eventId: string }) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const { busy, refusal, errorOf, run } = useCommand()
  const onErase = async () => {
    if ((await run(() => erase({ eventId, reason }))) !== null) setOpen(false)
  }
  return (
    <>
      <Button look="danger" size="small" onClick={() => setOpen(true)}>
        Erase the content
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Erase what this event says?"
        description="It can’t be brought back. When it happened, who did it, to what, and its hash stay, and the log stays whole. That you erased it, and why, is recorded."
        foot={
          <>
            <Button look="danger" busy={busy} onClick={onErase}>
              Erase for good
            </Button>
            <Button look="bare" onClick={() => setOpen(false)}>
              Back
            </Button>
          </>
        }
      >
        <div className="grid gap-3">
          <AreaField
            label="Why"
            name="reason"
            help="Stays in the log for good. Don’t repeat here what is to be erased."
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            rows={3}
            maxLength={1000}
            error={errorOf('reason')}
          />
          <RefusalNotice refusal={refusal} fields={['reason']} />
        </div>
      </Dialog>
    </>
  )
}
