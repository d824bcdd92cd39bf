'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { PersonView } from '#lib/people/index.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { givePassword } from './commands.ts'

export function PasswordDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    if ((await run(() => givePassword({ personId: person.id, password }))) !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Set a password for ${person.name}`}
      description="Sessions that were made with the old one end at once."
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Set the password
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['password']} />
        <TextField label="New password" name="password" type="password" autoComplete="new-password" error={errorOf('password')} />
      </form>
    </Dialog>
  )
}
