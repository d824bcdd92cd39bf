import type { Platform, Tx } from '#lib/platform/index.ts'
import { type Asked, notify } from '../notifications/notify.ts'

interface PasskeyNews {
  personId: string
  /** Of what it tells: nobody hears of it twice. */
  key: string
  sentence: string
}

/** Tells a person what happened to their passkeys, also where they did it themselves: it may have been somebody in their name. */
export function tellOwner(platform: Platform, tx: Tx, { personId, key, sentence }: PasskeyNews): Promise<void> {
  return notify(platform, tx, { to: { people: [personId] }, kind: 'security', key: `passkeys-${key}`, sentence })
}

/** Asks the other admins to confirm a reset, or not. */
export function tellAdmins(platform: Platform, tx: Tx, { key, sentence }: PasskeyNews, excluded: readonly string[]): Promise<void> {
  const asked: Asked[] = [{ role: 'admin', excluded }]
  return notify(platform, tx, { to: { asked }, kind: 'passkey_reset', key: `passkeys-${key}`, sentence })
}
