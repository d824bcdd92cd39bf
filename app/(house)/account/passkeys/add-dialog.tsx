'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RefusalNotice } from '../../admin/refusal-notice.tsx'
import { TextField } from '../../admin/text-field.tsx'
import { useCommand } from '../../admin/use-command.ts'
import { addPasskey } from './steps.ts'

/** Adds a passkey. The first takes the password; for another, one that is there already signs. */
export function AddDialog({ needsPassword, onClose }: { needsPassword: boolean; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const password = needsPassword ? String(data.get('password') ?? '') : null
    const done = await run(() => addPasskey({ name: String(data.get('name') ?? ''), password }))
    if (done !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a passkey"
      description={
        needsPassword
          ? 'Your password shows that it is you. Then your device makes the key.'
          : 'Your device asks twice: first a passkey that you have signs for it, then the new one is made.'
      }
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Add the passkey
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['name', 'password']} />
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          maxLength={60}
          help="By which you know it again, such as: laptop, or the key on my ring."
          error={errorOf('name')}
        />
        {needsPassword && (
          <TextField label="Your password" name="password" type="password" autoComplete="current-password" error={errorOf('password')} />
        )}
      </form>
    </Dialog>
  )
}
