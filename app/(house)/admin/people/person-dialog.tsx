'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import type { Role } from '#lib/core/effect.ts'
import type { PersonView, TeamView } from '#lib/people/index.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { addPerson, changePerson } from './commands.ts'

const roleWords: Record<Role, string> = {
  member: 'member: asks the assistant to do things',
  approver: 'approver: signs what others ask for',
  admin: 'admin: both, and this dashboard',
  auditor: 'auditor: reads everything, changes nothing',
}
const fields = ['name', 'email', 'password']

/** Adds a person, or changes the name, roles and teams of one. */
export function PersonDialog({ person, teams, onClose }: { person?: PersonView; teams: TeamView[]; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const text = (name: string) => String(data.get(name) ?? '')
    const roles = data.getAll('roles') as Role[]
    const done = await run(() =>
      person === undefined
        ? addPerson({ name: text('name'), email: text('email'), roles, ...(text('password') === '' ? {} : { password: text('password') }) })
        : changePerson({ personId: person.id, name: text('name'), roles, teams: data.getAll('teams').map(String) }),
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={person === undefined ? 'Add a person' : `Change ${person.name}`}
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            {person === undefined ? 'Add this person' : 'Save'}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={fields} />
        <TextField label="Name" name="name" defaultValue={person?.name ?? ''} autoComplete="off" error={errorOf('name')} />
        {person === undefined && <TextField label="E-mail" name="email" type="email" autoComplete="off" error={errorOf('email')} />}
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-strong text-14">Roles</legend>
          {Object.entries(roleWords).map(([role, words]) => (
            <Checkbox
              key={role}
              name="roles"
              value={role}
              label={words}
              defaultChecked={(person?.roles ?? ['member']).includes(role as Role)}
            />
          ))}
        </fieldset>
        {person !== undefined && teams.length > 0 && (
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-strong text-14">Teams</legend>
            {teams.map(({ name, title }) => (
              <Checkbox key={name} name="teams" value={name} label={title} defaultChecked={person.teams.includes(name)} />
            ))}
          </fieldset>
        )}
        {person === undefined && (
          <TextField
            label="First password"
            name="password"
            type="password"
            autoComplete="new-password"
            help="Without one they cannot sign in until you set one."
            error={errorOf('password')}
            optional
          />
        )}
      </form>
    </Dialog>
  )
}
