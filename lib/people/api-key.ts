import { z } from 'zod'
import { type AuditActor, recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { decodeCursor, type Page, type Platform, pageOf, withTransaction } from '#lib/platform/index.ts'
import { parseWith } from './parse-with.ts'
import { emailSchema } from './person-view.ts'
import { newSecretToken, tokenHash } from './secret-token.ts'

export const keyScopes = ['decide'] as const
export type KeyScope = (typeof keyScopes)[number]

export const newApiKeySchema = z.object({
  name: z.string().trim().min(1, 'a name').max(100, 'at most 100 characters'),
  scopes: z.array(z.enum(keyScopes)).max(keyScopes.length).default([]),
})

/** A key as it is listed: never the key itself. */
export interface ApiKeyView {
  id: string
  name: string
  /** Its first characters, to tell keys apart. */
  hint: string
  scopes: string[]
  owner: { id: string; name: string; email: string; active: boolean }
  createdAt: string
  lastUsedAt: string | null
  revokedAt: string | null
}

export type NewApiKey = z.input<typeof newApiKeySchema> & { actor: AuditActor; traceId?: string } & (
    | { ownerId: string }
    | { ownerEmail: string }
  )

/**
 * Makes a key that acts as its owner, with the owner's rights at the time of use. `key` is shown this once: only its hash is kept.
 * Throws `invalid` for what does not fit, an owner who is not there or not active included.
 */
export async function createApiKey(platform: Platform, given: NewApiKey): Promise<{ key: string; apiKey: ApiKeyView }> {
  const { name, scopes } = parseWith(newApiKeySchema, { name: given.name, scopes: given.scopes })
  const key = `cs_${newSecretToken()}`
  const id = platform.ids()
  const apiKey = await withTransaction(platform, async (tx) => {
    const where = 'ownerId' in given ? { id: given.ownerId } : { email: parseWith(emailSchema, given.ownerEmail) }
    const owner = await tx.person.findUnique({ where })
    if (!owner?.active) {
      const whom = 'ownerEmail' in given ? ` with the e-mail address ${given.ownerEmail}` : ''
      throw new AppError('invalid', `There is no active person${whom}.`, { errors: [{ path: 'owner', message: 'an active person' }] })
    }
    const row = await tx.apiKey.create({
      data: { id, ownerId: owner.id, name, scopes, hash: tokenHash(key), hint: key.slice(0, 8), createdAt: platform.clock.now() },
      include: { owner: true },
    })
    await recordAudit(tx, {
      kind: 'key.created',
      actor: given.actor,
      subject: { kind: 'key', id },
      content: { name, scopes, ownerId: owner.id, hint: row.hint },
      ...(given.traceId === undefined ? {} : { traceId: given.traceId }),
    })
    return toApiKeyView(row)
  })
  return { key, apiKey }
}

/** Ends a key at once. Revoking twice changes nothing. Throws `not_found`. */
export async function revokeApiKey(
  platform: Platform,
  { apiKeyId, actor, traceId }: { apiKeyId: string; actor: AuditActor; traceId?: string },
): Promise<ApiKeyView> {
  return withTransaction(platform, async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { id: apiKeyId, revokedAt: null },
      data: { revokedAt: platform.clock.now() },
    })
    const row = await tx.apiKey.findUnique({ where: { id: apiKeyId }, include: { owner: true } })
    if (row === null) throw new AppError('not_found', 'There is no such key.')
    if (count === 1) {
      await recordAudit(tx, {
        kind: 'key.revoked',
        actor,
        subject: { kind: 'key', id: apiKeyId },
        content: { name: row.name, ownerId: row.ownerId },
        ...(traceId === undefined ? {} : { traceId }),
      })
    }
    return toApiKeyView(row)
  })
}

/** Keys, newest first, revoked ones too; of one owner if asked. */
export async function listApiKeys(
  platform: Platform,
  { ownerId, limit = 50, cursor }: { ownerId?: string | undefined; limit?: number; cursor?: string | undefined } = {},
): Promise<Page<ApiKeyView>> {
  const before = decodeCursor(cursor, z.uuid())
  const rows = await platform.db.apiKey.findMany({
    where: { ...(ownerId === undefined ? {} : { ownerId }), ...(before === undefined ? {} : { id: { lt: before } }) },
    // UUIDv7: the order of ids is that of their making.
    orderBy: { id: 'desc' },
    take: limit + 1,
    include: { owner: true },
  })
  return pageOf(rows, limit, (row) => row.id, toApiKeyView)
}

interface ApiKeyRow {
  id: string
  name: string
  hint: string
  scopes: string[]
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
  owner: { id: string; name: string; email: string; active: boolean }
}

function toApiKeyView({ id, name, hint, scopes, owner, createdAt, lastUsedAt, revokedAt }: ApiKeyRow): ApiKeyView {
  return {
    id,
    name,
    hint,
    scopes,
    owner: { id: owner.id, name: owner.name, email: owner.email, active: owner.active },
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
}
