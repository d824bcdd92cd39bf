'use server'

import { z } from 'zod'
import { type AuditVerification, verifyAudit } from '#lib/audit/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

/** Recomputes the whole log; `at` is when it was done. Reads only. */
export async function verify(): Promise<Answered<AuditVerification & { at: string }>> {
  return answer({ ability: 'audit.read', type: z.undefined(), given: undefined }, async ({ platform }) => {
    const verification = await verifyAudit(platform)
    return { ...verification, at: platform.clock.now().toISOString() }
  })
}
