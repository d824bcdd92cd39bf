import { createHash } from 'node:crypto'
import { z } from 'zod'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { parseWith } from '../parse-with.ts'
import { announcePerson } from '../person-view.ts'
import { requireSession } from './ask-passkey.ts'
import { checkAssertion, spendAssertion } from './check-assertion.ts'
import { passkeyNameSchema } from './enrolment.ts'
import type { Assertion } from './responses.ts'
import { tellOwner } from './tell-of-passkeys.ts'

/** A passkey as its owner sees it. */
export interface PasskeyView {
  id: string
  name: string
  /** The first 16 hex digits of SHA-256 over the public key: by it a signature's key is known again. */
  fingerprint: string
  createdAt: string
  lastUsedAt: string | null
}

/** The passkeys that a person can sign with, oldest first: 20 at most. */
export async function listPasskeys(platform: Platform, personId: string): Promise<PasskeyView[]> {
  const rows = await platform.db.passkey.findMany({ where: { personId, removedAt: null }, orderBy: { createdAt: 'asc' }, take: 100 })
  return rows.map(({ id, name, publicKey, createdAt, lastUsedAt }) => ({
    id,
    name,
    fingerprint: createHash('sha256').update(publicKey).digest('hex').slice(0, 16),
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }))
}

/** Who of these people could sign; `ever`: or once could. */
export async function passkeyHolders(
  platform: Platform,
  personIds: readonly string[],
  { ever = false }: { ever?: boolean } = {},
): Promise<Set<string>> {
  const rows = await platform.db.passkey.findMany({
    where: { personId: { in: [...personIds] }, ...(ever ? {} : { removedAt: null }) },
    distinct: ['personId'],
    select: { personId: true },
  })
  return new Set(rows.map(({ personId }) => personId))
}

/** Throws `not_found`, `invalid`. */
export async function renamePasskey(platform: Platform, { caller, id, name }: { caller: Caller; id: string; name: string }): Promise<void> {
  requireSession(caller)
  const wanted = parseWith(z.object({ name: passkeyNameSchema }), { name })
  await withTransaction(platform, async (tx) => {
    const passkey = await lockPasskey(tx, caller.personId, id)
    await tx.passkey.update({ where: { id }, data: wanted })
    await record(platform, tx, caller, 'passkey.renamed', { passkeyId: id, before: passkey.name, after: wanted.name })
  })
}

/**
 * Removes a passkey; another one, or itself, signs for that. What it signed before stays good. The last one stays: without any, a
 * password alone would be enough to add a stranger's. Throws `not_found`, `forbidden`, `conflict`.
 */
export async function removePasskey(
  platform: Platform,
  { caller, id, assertion }: { caller: Caller; id: string; assertion: Assertion },
): Promise<void> {
  requireSession(caller)
  const { personId } = caller
  const checked = await checkAssertion(platform, { personId, purpose: { purpose: 'remove', passkeyId: id }, assertion })
  await withTransaction(platform, async (tx) => {
    const passkey = await lockPasskey(tx, personId, id)
    await spendAssertion(platform, tx, checked)
    if ((await tx.passkey.count({ where: { personId, removedAt: null } })) === 1)
      throw new AppError('conflict', 'It is your only passkey. Add another first, then this one can go.')
    await tx.passkey.updateMany({ where: { id, removedAt: null }, data: { removedAt: platform.clock.now() } })
    await record(platform, tx, caller, 'passkey.removed', { passkeyId: id, name: passkey.name, signedBy: checked.passkey.id })
    await tellOwner(platform, tx, {
      personId,
      key: `${id}-removed`,
      sentence: `The passkey “${passkey.name}” was removed from your account.`,
    })
  })
}

/** Holds the person, so that two removals see each other. */
async function lockPasskey(tx: Tx, personId: string, id: string): Promise<{ name: string }> {
  await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for no key update`
  const passkey = await tx.passkey.findFirst({ where: { id, personId, removedAt: null } })
  if (passkey === null) throw new AppError('not_found', 'There is no such passkey of yours.')
  return passkey
}

async function record(platform: Platform, tx: Tx, { personId }: Caller, kind: string, content: object): Promise<void> {
  await recordAudit(tx, { kind, actor: { kind: 'person', id: personId }, subject: { kind: 'person', id: personId }, content })
  await announcePerson(platform, tx, personId)
}
