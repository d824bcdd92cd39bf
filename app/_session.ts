import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { AppError } from '#lib/core/index.ts'
import { type Ability, type Caller, callerFromSession, requireAbility } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'

/** Who looks at this page, asked of the database once per request; null when nobody is signed in. */
export const currentCaller: () => Promise<Caller | null> = cache(async () => callerFromSession(getPlatform(), new Headers(await headers())))

/** For pages: who looks, or off to the sign-in page and back here afterwards. */
export async function requireCaller(): Promise<Caller> {
  const caller = await currentCaller()
  if (caller !== null) return caller
  const path = (await headers()).get('x-countersign-path') ?? '/'
  redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
}

/** For server functions (`commands.ts`): who calls. Throws `unauthenticated` and `forbidden`. Next.js itself compares the origin. */
export async function requireCommandCaller(ability: Ability): Promise<Caller> {
  const caller = await currentCaller()
  if (caller === null) throw new AppError('unauthenticated', 'Your session has ended. Sign in again; nothing was changed.')
  requireAbility(caller, ability)
  return caller
}
