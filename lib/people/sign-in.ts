import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { insertPerson } from './create-person.ts'
import { lockAdmins } from './lock-admins.ts'
import { parseWith } from './parse-with.ts'
import { hashPassword, passwordFits, passwordSchema } from './password.ts'
import { emailSchema, nameSchema } from './person-view.ts'
import { type SignInLimits, usualLimits, withinLimits } from './sign-in-limit.ts'
import { hasAdmin, takeLink } from './sign-in-link.ts'

/** Who signed in, and the version that ends the session when the person's changes. */
export interface SignedIn {
  id: string
  name: string
  email: string
  sessionVersion: number
}

const wrong = 'That e-mail and password do not fit.'

/**
 * Signs in by password. Throws `unauthenticated` in the same words and the same time whether the address is unknown, the
 * password wrong or the person not active, and `too_many` after too many wrong ones; `peer` is the address of the other end.
 */
export async function signIn(
  platform: Platform,
  { email, password, peer }: { email: string; password: string; peer: string | null },
  limits: SignInLimits = usualLimits,
): Promise<SignedIn> {
  const known = emailSchema.safeParse(email)
  const attempt = { email: known.success ? known.data : email, peer }
  return withinLimits(platform, attempt, limits, async () => {
    const person = known.success ? await platform.db.person.findUnique({ where: { email: known.data } }) : null
    const fits = await passwordFits(password.slice(0, 256), person?.active ? person.passwordHash : null)
    if (!fits || person === null) throw new AppError('unauthenticated', wrong)
    return withTransaction(platform, (tx) => signedIn(tx, person.id, 'password'))
  })
}

/** Signs in by a one-time link, which is used up by it. Throws `unauthenticated`. */
export async function signInByLink(platform: Platform, { token }: { token: string }): Promise<SignedIn> {
  return withTransaction(platform, async (tx) => {
    const personId = await takeLink(platform, tx, token, 'sign_in')
    return signedIn(tx, personId ?? '', 'link')
  })
}

export const firstAdminSchema = z.object({ email: emailSchema, name: nameSchema, password: passwordSchema })

/** Makes the first admin and signs them in. Throws `unauthenticated`, `invalid`, `conflict` when an admin is there already. */
export async function makeFirstAdmin(
  platform: Platform,
  { token, ...given }: { token: string } & z.input<typeof firstAdminSchema>,
): Promise<SignedIn> {
  const { password, ...person } = parseWith(firstAdminSchema, given)
  const passwordHash = await hashPassword(password)
  const work = async (tx: Tx) => {
    await lockAdmins(tx)
    await takeLink(platform, tx, token, 'first_admin')
    if (await hasAdmin(tx)) throw new AppError('conflict', 'There is an admin already. Sign in, or ask them.')
    const { id } = await insertPerson(platform, tx, { ...person, roles: ['admin'], passwordHash, actor: null })
    return signedIn(tx, id, 'link')
  }
  try {
    return await withTransaction(platform, work)
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('conflict', 'Someone with this e-mail address is there already.')
  }
}

/** Which of these active people the password still opens: to find out whether published passwords are live. */
export async function holdersOfPassword(
  platform: Platform,
  { emails, password }: { emails: readonly string[]; password: string },
): Promise<string[]> {
  const people = await platform.db.person.findMany({ where: { email: { in: [...emails] }, active: true } })
  const fits = await Promise.all(people.map((person) => passwordFits(password, person.passwordHash)))
  return people.filter((_, index) => fits[index]).map(({ email }) => email)
}

/** The person as they are now: between the check and here they may have been deactivated. */
async function signedIn(tx: Tx, personId: string, by: 'password' | 'link'): Promise<SignedIn> {
  const person = personId === '' ? null : await tx.person.findUnique({ where: { id: personId } })
  if (!person?.active) throw new AppError('unauthenticated', wrong)
  await recordAudit(tx, {
    kind: 'person.signed_in',
    actor: { kind: 'person', id: person.id },
    subject: { kind: 'person', id: person.id },
    content: { by },
  })
  return { id: person.id, name: person.name, email: person.email, sessionVersion: person.sessionVersion }
}
