'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { SelectField, TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { makeKey } from './commands.ts'

interface KeyDialogProps {
  owners: { id: string; name: string }[]
  me: string
  onClose: () => void
}

/** Makes a key, and shows it this once. */
export function KeyDialog({ owners, me, onClose }: KeyDialogProps) {
  const form = useId()
  const [made, setMade] = useState<string | null>(null)
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const scopes: 'decide'[] = data.has('decide') ? ['decide'] : []
    const done = await run(() => makeKey({ name: String(data.get('name') ?? ''), ownerId: String(data.get('ownerId') ?? ''), scopes }))
    if (done !== null) setMade(done.made)
  }
  if (made !== null) return <MadeKey value={made} onClose={onClose} />
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Make an API key"
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Make the key
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['name', 'owner', 'ownerId']} />
        <TextField label="Name" name="name" autoComplete="off" help="What will use it, such as: nightly import." error={errorOf('name')} />
        <SelectField label="Acts as" name="ownerId" defaultValue={me} error={errorOf('owner')}>
          {owners.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === me ? `${name} (you)` : name}
            </option>
          ))}
        </SelectField>
        <Checkbox name="decide" label="May also decide approvals, where its owner may" />
      </form>
    </Dialog>
  )
}

function MadeKey({ value, onClose }: { value: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="The key is made"
      foot={<Button onClick={onClose}>I have kept it</Button>}
    >
      <div className="grid gap-3">
        <Notice tone="wait">It is shown this once: only its fingerprint is kept. Copy it now and keep it where you keep passwords.</Notice>
        <div className="flex items-start gap-2 rounded-md border bg-sunk px-3 py-2">
          <code className="min-w-0 flex-1 break-all font-mono text-12">{value}</code>
          <CopyButton text={value} label="Copy the key" />
        </div>
      </div>
    </Dialog>
  )
}
