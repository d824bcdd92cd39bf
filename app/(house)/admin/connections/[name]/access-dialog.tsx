'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Checkbox, Input } from '#components/ui/input.tsx'
import { RefusalNotice } from '../../refusal-notice.tsx'
import { useCommand } from '../../use-command.ts'
import { setAccess } from '../commands.ts'
import type { AccessRow } from './access-section.tsx'

interface AccessDialogProps {
  connectionId: string
  access: AccessRow[]
  teams: { name: string; title: string }[]
  onClose: () => void
}

/** Which teams, and for each of them which operations. */
export function AccessDialog({ connectionId, access, teams, onClose }: AccessDialogProps) {
  const form = useId()
  const [named, setNamed] = useState<ReadonlySet<string>>(new Set(access.map(({ team }) => team)))
  const { busy, refusal, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const wanted = teams.filter(({ name }) => named.has(name)).map(({ name }) => ({ team: name, operations: globsOf(data.get(name)) }))
    if ((await run(() => setAccess({ connectionId, access: wanted }))) !== null) onClose()
  }
  const toggle = (name: string, on: boolean) => setNamed(new Set(on ? [...named, name] : [...named].filter((one) => one !== name)))
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Who may use it"
      description="With no team, everyone may. What is queued by people who no longer may is refused when its turn comes."
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            {named.size === 0 ? 'Let everyone use it' : 'Keep it to these teams'}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-3" noValidate>
        <RefusalNotice refusal={refusal} />
        {teams.map(({ name, title }) => (
          <div key={name} className="grid gap-1">
            <Checkbox label={title} checked={named.has(name)} onChange={({ target }) => toggle(name, target.checked)} />
            {named.has(name) && (
              <Input
                name={name}
                aria-label={`Operations for ${title}`}
                defaultValue={(access.find(({ team }) => team === name)?.operations ?? ['*']).join(', ')}
                className="font-mono text-12"
              />
            )}
          </div>
        ))}
        <p className="text-12 text-ink-3">Operations by name, with * for any part of it, a comma between two.</p>
      </form>
    </Dialog>
  )
}

function globsOf(text: FormDataEntryValue | null): string[] {
  return String(text ?? '')
    .split(/[\s,]+/)
    .filter((glob) => glob !== '')
}
