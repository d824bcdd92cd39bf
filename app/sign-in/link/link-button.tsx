'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorNotice } from '#components/ui/notice.tsx'
import { postSignIn } from '../post-sign-in.ts'

export function LinkButton({ token, name }: { token: string; name: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const signIn = async () => {
    setBusy(true)
    const refusal = await postSignIn('link', { token })
    if (refusal === null) return window.location.assign('/')
    setProblem(refusal.detail)
    setBusy(false)
  }
  return (
    <>
      {problem && <ErrorNotice title="You are not signed in">{problem}</ErrorNotice>}
      <Button look="sign" busy={busy} onClick={signIn} className="min-h-10">
        Sign in as {name}
      </Button>
    </>
  )
}
