'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { describedBy, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { ErrorNotice } from '#components/ui/notice.tsx'
import { postSignIn, type Refusal } from '../post-sign-in.ts'

const fields = [
  { name: 'name', label: 'Your name', type: 'text', autoComplete: 'name', help: undefined },
  { name: 'email', label: 'E-mail', type: 'email', autoComplete: 'username', help: undefined },
  { name: 'password', label: 'Password', type: 'password', autoComplete: 'new-password', help: 'At least 8 characters.' },
] as const

export function FirstAdminForm({ token }: { token: string }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (form: FormData) => {
    if (busy) return
    setBusy(true)
    const given = Object.fromEntries(fields.map(({ name }) => [name, String(form.get(name) ?? '')]))
    const refused = await postSignIn('link', { ...given, token })
    if (refused === null) return window.location.assign('/')
    setRefusal(refused)
    setBusy(false)
  }
  const errorOf = (name: string) => refusal?.errors.find(({ path }) => path === name)?.message
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      {refusal && <ErrorNotice title="No admin was made">{refusal.detail}</ErrorNotice>}
      {fields.map(({ name, label, type, autoComplete, help }) => (
        <Field key={name} id={name} label={label} help={help} error={errorOf(name)}>
          <Input
            id={name}
            name={name}
            type={type}
            autoComplete={autoComplete}
            required
            aria-invalid={errorOf(name) !== undefined}
            aria-describedby={describedBy(name, { help, error: errorOf(name) })}
            className="h-10"
          />
        </Field>
      ))}
      <Button type="submit" look="sign" busy={busy} className="min-h-10">
        Make the admin and sign in
      </Button>
    </form>
  )
}
