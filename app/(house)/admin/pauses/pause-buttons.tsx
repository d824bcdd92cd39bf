'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button, type ButtonSize } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { Answered } from '../answered.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { pause, resume } from './commands.ts'

/** Pauses one connection. */
export function PauseConnectionButton({ name, title, size = 'normal' }: { name: string; title: string; size?: ButtonSize }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="danger" size={size} onClick={() => setOpen(true)} aria-label={`Pause ${title}…`}>
        Pause…
      </Button>
      {open && (
        <ReasonDialog
          title={`Pause ${title}?`}
          description="Nothing more is sent there until it is resumed. What waits keeps its place, and approvals go on. What is under way just now is not called back."
          help="Everyone whose work waits reads this."
          label={`Pause ${title}`}
          danger
          onSend={(reason) => pause({ scope: 'connection', connection: name, reason })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Ends a pause. `what`: as it stands in a sentence. */
export function ResumeButton({ id, what, size = 'normal' }: { id: string; what: string; size?: ButtonSize }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)} aria-label={`Resume ${what}…`}>
        Resume…
      </Button>
      {open && (
        <ReasonDialog
          title={`Resume ${what}?`}
          description="What waited goes on in its order, after everything is checked again."
          help="Kept beside who paused it and why."
          label={`Resume ${what}`}
          onSend={(reason) => resume({ pauseId: id, reason })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

interface ReasonDialogProps {
  title: string
  description: string
  help: string
  label: string
  danger?: boolean
  onSend: (reason: string) => Promise<Answered>
  onClose: () => void
}

function ReasonDialog({ title, description, help, label, danger = false, onSend, onClose }: ReasonDialogProps) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '')
    if ((await run(() => onSend(reason))) !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      foot={
        <>
          <Button look={danger ? 'danger' : 'sign'} type="submit" form={form} busy={busy} className="max-w-full whitespace-normal! py-1">
            {label}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        <RefusalNotice refusal={refusal} fields={['reason']} />
        <AreaField label="Why" name="reason" required maxLength={500} help={help} error={errorOf('reason')} />
      </form>
    </Dialog>
  )
}
