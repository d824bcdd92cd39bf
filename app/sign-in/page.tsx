import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getPlatform } from '#lib/platform/index.ts'
import { currentCaller } from '../_session.ts'
import { localPath } from './local-path.ts'
import { PasswordForm } from './password-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

/** What next-auth says in the address when a form was sent without a script. */
const problems: Readonly<Record<string, string>> = {
  CredentialsSignin: 'That e-mail and password do not fit.',
  too_many: 'Too many wrong attempts. Try again in a quarter of an hour.',
}
const otherProblem = 'Signing in did not work. Try again.'

type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const { next, error } = await searchParams
  const path = localPath([next].flat()[0])
  if ((await currentCaller()) !== null) redirect(path)
  const word = [error].flat()[0]
  const problem = word === undefined ? null : (problems[word] ?? otherProblem)
  return (
    <main className="grid min-h-dvh">
      <PasswordForm next={path} problem={problem} demo={getPlatform().env.DEMO} />
    </main>
  )
}
