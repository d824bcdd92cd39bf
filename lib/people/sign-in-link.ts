import { type AuditActor, recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { lockAdmins } from './lock-admins.ts'
import { parseWith } from './parse-with.ts'
import { emailSchema } from './person-view.ts'
import { newSecretToken, tokenHash } from './secret-token.ts'

/** How long a link holds unless its maker says otherwise: long enough to change windows. */
const usualMs = 15 * 60_000

export interface SignInLink {
  url: string
  token: string
  expiresAt: Date
}

/** A link that signs that person in, once. Throws `not_found`. */
export async function makeSignInLink(
  platform: Platform,
  { email, validForMs = usualMs, actor = { kind: 'system', id: null } }: { email: string; validForMs?: number; actor?: AuditActor },
): Promise<SignInLink> {
  return withTransaction(platform, async (tx) => {
    const person = await tx.person.findUnique({ where: { email: parseWith(emailSchema, email) } })
    if (!person?.active) throw new AppError('not_found', 'There is no active person with this e-mail address.')
    const link = await insertLink(platform, tx, { purpose: 'sign_in', personId: person.id, validForMs })
    await recordAudit(tx, {
      kind: 'person.link_made',
      actor,
      subject: { kind: 'person', id: person.id },
      content: { expiresAt: link.expiresAt.toISOString() },
    })
    return link
  })
}

/** A link that makes the first admin, once; links made before it no longer work. Null where there is an admin already. */
export async function makeFirstAdminLink(
  platform: Platform,
  { validForMs = 24 * 3_600_000 }: { validForMs?: number } = {},
): Promise<SignInLink | null> {
  return withTransaction(platform, async (tx) => {
    await lockAdmins(tx)
    if (await hasAdmin(tx)) return null
    await tx.signInLink.deleteMany({ where: { purpose: 'first_admin' } })
    return insertLink(platform, tx, { purpose: 'first_admin', personId: null, validForMs })
  })
}

export interface LinkPreview {
  purpose: 'sign_in' | 'first_admin'
  /** Whom it signs in. */
  name: string | null
}

/** What a link would do; looking does not use it up (mail scanners look). Null for one that is used, lapsed or not ours. */
export async function lookAtSignInLink(platform: Platform, token: string): Promise<LinkPreview | null> {
  const row = await platform.db.signInLink.findUnique({ where: { hash: tokenHash(token) }, include: { person: true } })
  if (row === null || row.usedAt !== null || row.expiresAt <= platform.clock.now()) return null
  if (row.purpose === 'first_admin') return { purpose: 'first_admin', name: null }
  return row.person?.active ? { purpose: 'sign_in', name: row.person.name } : null
}

/** Uses a link up: of two at once, one wins. Throws `unauthenticated` when it no longer holds. */
export async function takeLink(platform: Platform, tx: Tx, token: string, purpose: LinkPreview['purpose']): Promise<string | null> {
  const now = platform.clock.now()
  const hash = tokenHash(token)
  const { count } = await tx.signInLink.updateMany({
    where: { hash, purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  if (count === 0) throw new AppError('unauthenticated', 'This link was used already, or its time is over. Ask for a new one.')
  const { personId } = await tx.signInLink.findUniqueOrThrow({ where: { hash } })
  return personId
}

export function hasAdmin(tx: Tx): Promise<boolean> {
  return tx.person.count({ where: { active: true, roles: { has: 'admin' } } }).then((count) => count > 0)
}

async function insertLink(
  platform: Platform,
  tx: Tx,
  { purpose, personId, validForMs }: { purpose: LinkPreview['purpose']; personId: string | null; validForMs: number },
): Promise<SignInLink> {
  const token = newSecretToken()
  const createdAt = platform.clock.now()
  const expiresAt = new Date(createdAt.getTime() + validForMs)
  await tx.signInLink.create({ data: { id: platform.ids(), purpose, personId, hash: tokenHash(token), createdAt, expiresAt } })
  return { url: `${platform.env.PUBLIC_URL}/sign-in/link?token=${token}`, token, expiresAt }
}
