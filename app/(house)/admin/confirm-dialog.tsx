'use client'

import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { Answered } from './answered.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { useCommand } from './use-command.ts'

interface ConfirmDialogProps {
  title: string
  /** What happens then. */
  description: string
  /** The words on the button. */
  label: string
  danger?: boolean
  onConfirm: () => Promise<Answered<unknown>>
  onClose: () => void
}

/** Asks once before something is done; stays open and says why when it was refused. */
export function ConfirmDialog({ title, description, label, danger = false, onConfirm, onClose }: ConfirmDialogProps) {
  const { busy, refusal, run } = useCommand()
  const confirm = async () => {
    if ((await run(onConfirm)) !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      foot={
        <>
          <Button look={danger ? 'danger' : 'sign'} busy={busy} onClick={confirm}>
            {label}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <RefusalNotice refusal={refusal} />
    </Dialog>
  )
}
