import { type Platform, perPlatform } from '#lib/platform/index.ts'
import type { KeyFacts } from './facts.ts'

interface KnownKey {
  createdAt: Date
  scopes: readonly string[]
}

const mostRemembered = 10_000

// A key's scopes and age never change: only its being revoked does, and whoever was let in has been asked that already.
const keysOf = perPlatform((_platform: Platform) => new Map<string, KnownKey>())

/** What rules may know of the key that asked; null without one. A key that is gone counts as made just now, with no scope. */
export async function keyFacts(platform: Platform, apiKeyId: string | null): Promise<KeyFacts | null> {
  if (apiKeyId === null) return null
  const now = platform.clock.now()
  const known = keysOf(platform)
  const key =
    known.get(apiKeyId) ?? (await platform.db.apiKey.findUnique({ where: { id: apiKeyId }, select: { createdAt: true, scopes: true } }))
  if (key === null) return { ageDays: 0, scopes: [] }
  if (known.size < mostRemembered) known.set(apiKeyId, key)
  return { ageDays: Math.max(0, Math.floor((now.getTime() - key.createdAt.getTime()) / 86_400_000)), scopes: [...key.scopes] }
}
