'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RefusalNotice } from '../../refusal-notice.tsx'
import { useCommand } from '../../use-command.ts'
import { setLimits } from '../commands.ts'
import { LimitFields } from '../limit-fields.tsx'
import { type Limits, readLimits } from '../read-limits.ts'

interface LimitsDialogProps {
  connectionId: string
  limits: Limits
  fixed: boolean
  onClose: () => void
}

/** An admin bounds the requests of a connection. */
export function LimitsDialog({ connectionId, limits, fixed, onClose }: LimitsDialogProps) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const wanted = readLimits(new FormData(event.currentTarget))
    if ((await run(() => setLimits({ connectionId, limits: wanted }))) !== null) onClose()
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="Change the limits"
      description="They hold for everything that begins from now on; what is under way comes to its end."
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Set these limits
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['limits']} />
        <LimitFields limits={limits} fixed={fixed} errorOf={errorOf} />
      </form>
    </Dialog>
  )
}
