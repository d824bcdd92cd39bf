'use server'

import { z } from 'zod'
import { type AuditVerification, eraseEvents, verifyAudit } from '#lib/audit/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

/** Recomputes the whole log; `at` is when it was done. Reads only. */
export async function verify(): Promise<Answered<AuditVerification & { at: string }>> {
  return answer({ ability: 'audit.read', type: z.undefined(), given: undefined }, async ({ platform }) => {
    const verification = await verifyAudit(platform)
    return { ...verification, at: platform.clock.now().toISOString() }
  })
}

const erasure = z.object({
  eventId: z.uuid(),
  reason: z.string().trim().min(1, 'Say why: it is kept with the record of the erasure.').max(1_000),
})

/** Erases the content of one event for good. */
export async function erase(given: z.input<typeof erasure>): Promise<Answered> {
  return answer({ ability: 'audit.erase', type: erasure, given }, async ({ platform, given: { eventId, reason }, caller }) => {
    await eraseEvents(platform, { scope: { eventIds: [eventId] }, reason, by: caller })
  })
}
