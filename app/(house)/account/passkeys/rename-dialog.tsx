'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { PasskeyView } from '#lib/people/index.ts'
import { RefusalNotice } from '../../admin/refusal-notice.tsx'
import { TextField } from '../../admin/text-field.tsx'
import { useCommand } from '../../admin/use-command.ts'
import { rename } from './commands.ts'

export function RenameDialog({ passkey, onClose }: { passkey: PasskeyView; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name') ?? '')
    if ((await run(() => rename({ id: passkey.id, name }))) !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Rename “${passkey.name}”`}
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Rename
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['name']} />
        <TextField label="Name" name="name" autoComplete="off" maxLength={60} defaultValue={passkey.name} error={errorOf('name')} />
      </form>
    </Dialog>
  )
}
