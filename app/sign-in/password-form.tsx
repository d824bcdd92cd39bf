'use client'
import { useState } from 'react'
import { SignInForm } from '#components/frame/sign-in-form.tsx'
import { postSignIn } from './post-sign-in.ts'

export interface PasswordFormProps {
  /** Where to go afterwards: a path of our own. */
  next: string
  /** Why one is here again. */
  problem: string | null
  /** The demo's people are in this installation. */
  demo: boolean
}

export function PasswordForm({ next, problem: first, demo }: PasswordFormProps) {
  const [problem, setProblem] = useState(first)
  const [busy, setBusy] = useState(false)
  return (
    <SignInForm
      busy={busy}
      problem={problem}
      onSignIn={async (given) => {
        if (busy) return
        setBusy(true)
        const refusal = await postSignIn('credentials', given)
        if (refusal === null) return window.location.assign(next)
        setProblem(refusal.detail)
        setBusy(false)
      }}
    >
      {demo && <p className="border-t pt-4 text-12 text-ink-3">This is a demo. Its sign-ins stand in the terminal that started it.</p>}
    </SignInForm>
  )
}
