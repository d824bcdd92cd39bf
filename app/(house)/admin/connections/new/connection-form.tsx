'use client'

import { type FormEvent, useState } from 'react'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import { RefusalNotice } from '../../refusal-notice.tsx'
import { SelectField, TextField } from '../../text-field.tsx'
import { useCommand } from '../../use-command.ts'
import { LimitFields } from '../limit-fields.tsx'
import { AuthFields } from './auth-fields.tsx'
import { DocumentFields } from './document-fields.tsx'
import { MadeSummary } from './made-summary.tsx'
import { type MadeConnection, postConnection } from './post-connection.ts'
import { readForm } from './read-form.ts'

const shown = ['name', 'title', 'openapi', 'url', 'baseUrl', 'tags', 'auth', 'limits', '']

/** Everything that a connection needs; afterwards what was made and what was left out. */
export function ConnectionForm({ privateByDefault }: { privateByDefault: boolean }) {
  const [made, setMade] = useState<MadeConnection | null>(null)
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await run(async () => postConnection(readForm(await withFileRead(form))))
    if (done !== null) setMade(done.made)
  }
  if (made !== null) return <MadeSummary made={made} />
  return (
    <form onSubmit={submit} className="grid gap-8" noValidate>
      <fieldset className="grid gap-4">
        <legend className="sr-only">The connection</legend>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <TextField
            label="Name"
            name="name"
            autoComplete="off"
            help="Small letters, digits and _; it cannot be changed later."
            error={errorOf('name')}
          />
          <TextField
            label="Title"
            name="title"
            autoComplete="off"
            help="As people read it. Otherwise the document’s own."
            error={errorOf('title')}
            optional
          />
        </div>
        <DocumentFields errors={{ openapi: errorOf('openapi') ?? errorOf(''), url: errorOf('url') ?? errorOf('') }} />
      </fieldset>
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-strong text-15">Where it is</legend>
        <TextField
          label="Base URL"
          name="baseUrl"
          type="url"
          autoComplete="off"
          placeholder="https://api.example.com/v1"
          help="Otherwise the document’s first server."
          error={errorOf('baseUrl')}
          optional
        />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <SelectField label="Environment" name="environment" defaultValue="production">
            <option value="production">production</option>
            <option value="sandbox">sandbox</option>
          </SelectField>
          <TextField
            label="Tags"
            name="tags"
            autoComplete="off"
            help="Takes only operations with one of these, told apart by commas."
            error={errorOf('tags')}
            optional
          />
        </div>
        <Checkbox name="allowPrivate" defaultChecked={privateByDefault} label="The address is inside our own network" />
      </fieldset>
      <AuthFields error={errorOf('auth')} />
      <fieldset className="grid gap-4">
        <legend className="mb-3 font-strong text-15">Limits</legend>
        <LimitFields limits={{}} errorOf={errorOf} />
      </fieldset>
      <div className="grid gap-4">
        <Checkbox name="confirm" label="Confirm everything as the document declares it" />
        <p className="-mt-3 text-12 text-ink-3">
          Otherwise everything that is not a plain read needs an admin’s approval until you confirm it.
        </p>
        <RefusalNotice refusal={refusal} fields={shown} />
        <div className="flex gap-2">
          <Button look="sign" type="submit" busy={busy}>
            Connect
          </Button>
          <ButtonLink look="bare" href="/admin/connections">
            Back
          </ButtonLink>
        </div>
      </div>
    </form>
  )
}

/** The form with the chosen file's text as its document. */
async function withFileRead(form: FormData): Promise<FormData> {
  const file = form.get('file')
  if (file instanceof File && file.size > 0) form.set('openapi', await file.text())
  return form
}
