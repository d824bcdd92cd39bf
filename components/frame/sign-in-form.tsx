'use client'
import { type ReactNode, useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { useTypedBefore } from '../use-typed-before.ts'
import { Brand } from './brand.tsx'

export interface SignInFormProps {
  onSignIn: (given: { email: string; password: string }) => void
  busy?: boolean
  /** Why it did not work, in a sentence. */
  problem?: string | null
  /** Demo people; one press fills the form. */
  demo?: { people: { email: string; role: string }[]; password: string } | null
  /** Under the form: another way in. */
  children?: ReactNode
}

/** The whole sign-in page. */
export function SignInForm({ onSignIn, busy = false, problem = null, demo = null, children }: SignInFormProps) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const emailField = useTypedBefore<HTMLInputElement>(({ value }) => setEmail(value))
  const passwordField = useTypedBefore<HTMLInputElement>(({ value }) => setPassword(value))
  const id = useId()
  return (
    <div className="mx-auto grid w-full max-w-[360px] content-center gap-6 px-5 py-12">
      <div className="grid gap-3">
        <Brand />
        <h1 className="font-strong text-24 tracking-[-.02em]">Sign in</h1>
      </div>
      {problem && <ErrorNotice title="You are not signed in">{problem}</ErrorNotice>}
      {/* Sent before the scripts are there it is refused; what was typed must not stand in an address. */}
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSignIn({ email: email.trim(), password })
        }}
      >
        <Field id={`${id}-email`} label="E-mail">
          <Input
            id={`${id}-email`}
            ref={emailField}
            name="email"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            className="h-10"
          />
        </Field>
        <Field id={`${id}-password`} label="Password">
          <Input
            id={`${id}-password`}
            ref={passwordField}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            className="h-10"
          />
        </Field>
        <Button type="submit" look="sign" busy={busy} className="min-h-10">
          Sign in
        </Button>
      </form>
      {children}
      {demo && (
        <section aria-label="Demo sign-ins" className="grid gap-1 border-t pt-4">
          <p className="text-12 text-ink-3">This is a demo: choose who you are.</p>
          <ul className="-mx-2 grid">
            {demo.people.map((person) => (
              <li key={person.email}>
                <button
                  type="button"
                  onClick={() => {
                    setEmail(person.email)
                    setPassword(demo.password)
                  }}
                  className="flex min-h-8 w-full items-center gap-3 rounded-md px-2 text-start hover:bg-sunk pointer-coarse:min-h-11"
                >
                  <span className="min-w-0 flex-1 truncate">{person.email}</span>
                  <span className="text-12 text-ink-3">{person.role}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
