'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { TeamView } from '#lib/people/index.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { addTeam, changeTeam } from './commands.ts'

/** Makes a team, or gives one another title. */
export function TeamDialog({ team, onClose }: { team?: TeamView; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const done = await run(() =>
      team === undefined ? addTeam({ name: text('name'), title: text('title') }) : changeTeam({ name: team.name, title: text('title') }),
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={team === undefined ? 'Make a team' : `Rename “${team.title}”`}
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            {team === undefined ? 'Make the team' : 'Save'}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['title', 'name']} />
        <TextField label="Title" name="title" defaultValue={team?.title ?? ''} autoComplete="off" error={errorOf('title')} />
        {team === undefined && (
          <TextField
            label="Name in rules"
            name="name"
            autoComplete="off"
            help="Small letters, digits and _, such as: finance. It can’t be changed later."
            error={errorOf('name')}
          />
        )}
      </form>
    </Dialog>
  )
}
