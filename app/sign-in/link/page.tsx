import type { Metadata } from 'next'
import { Brand } from '#components/frame/brand.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { lookAtSignInLink } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { FirstAdminForm } from './first-admin-form.tsx'
import { LinkButton } from './link-button.tsx'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>

/** Opening a one-time link uses nothing up: scanners of mails open links. The button does. */
export default async function LinkPage({ searchParams }: { searchParams: Search }) {
  const token = [(await searchParams).token].flat()[0] ?? ''
  const link = await lookAtSignInLink(getPlatform(), token)
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-[360px] content-center gap-6 px-5 py-12">
      <div className="grid gap-3">
        <Brand />
        <h1 className="font-strong text-24 tracking-[-.02em]">{title(link?.purpose)}</h1>
        {link === null && (
          <p className="text-ink-2">It was used already, or its time is over. Ask for a new one, or sign in with your password.</p>
        )}
        {link?.purpose === 'sign_in' && <p className="text-ink-2">This link works once, for {link.name} alone.</p>}
        {link?.purpose === 'first_admin' && <p className="text-ink-2">There is nobody here yet. You will be able to add everyone else.</p>}
      </div>
      {link === null && <ButtonLink href="/sign-in">To the sign-in page</ButtonLink>}
      {link?.purpose === 'sign_in' && <LinkButton token={token} name={link.name ?? ''} />}
      {link?.purpose === 'first_admin' && <FirstAdminForm token={token} />}
    </main>
  )
}

function title(purpose: 'sign_in' | 'first_admin' | undefined): string {
  if (purpose === undefined) return 'This link does not work any more'
  return purpose === 'sign_in' ? 'Sign in' : 'Make the first admin'
}
