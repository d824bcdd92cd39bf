import type { Preview } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { StoredPolicy } from '../action-row.ts'
import { grantsFor } from './read-grants.ts'
import { type Grantable, minorOf, type StandingGrant, whyNotGranted } from './standing-grant.ts'

/**
 * The grants that would stand for a person here and have something left, the first to end first. Nothing is read where the policy asks
 * nobody, or lets no grant stand in.
 */
export async function candidateGrants(
  platform: Platform,
  action: Grantable,
  { policy, preview }: { policy: StoredPolicy; preview: Preview | null },
): Promise<StandingGrant[]> {
  if (policy.verdict !== 'require_approval' || policy.grantable === null) return []
  const now = platform.clock.now()
  const minor = minorOf(policy)
  return (await grantsFor(platform, action)).filter(
    (grant) =>
      grant.used < grant.usesMost &&
      (grant.minorMost === null || grant.spent + minor <= grant.minorMost) &&
      whyNotGranted(grant, action, { policy, preview, now }) === null,
  )
}
