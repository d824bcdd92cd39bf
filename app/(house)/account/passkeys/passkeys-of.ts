import { type Caller, enrolmentNeeds, listPasskeys, openPasskeyResets, relyingPartyOf } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { PasskeysView } from './passkeys-view.ts'

/** What the section shows of this person's passkeys. */
export async function passkeysOf(platform: Platform, { personId }: Caller): Promise<PasskeysView> {
  const [passkeys, needs, [reset]] = await Promise.all([
    listPasskeys(platform, personId),
    enrolmentNeeds(platform, platform.db, personId),
    openPasskeyResets(platform, [personId]),
  ])
  return {
    passkeys,
    needs,
    reset: reset === undefined ? null : { by: reset.firstBy.name, confirmed: reset.confirmed, expiresAt: reset.expiresAt },
    origin: relyingPartyOf(platform.env)?.origin ?? null,
  }
}
