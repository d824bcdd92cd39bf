'use server'

import { z } from 'zod'
import type { GrantFormAnswer } from '#components/card/grant-form.ts'
import { approveAndGrant, newGrantSchema, proposeGrant, revokeGrant } from '#lib/approvals/index.ts'
import type { Answered } from '../../admin/answered.ts'
import { answer } from '../../admin/command.ts'

const grantSchema = z.object({ grantId: z.uuid() })

/** What a form for a grant begins with; nothing is granted yet. */
export async function propose(actionId: string): Promise<GrantFormAnswer> {
  const answered = await answer({ ability: 'grant.make', type: z.uuid(), given: actionId }, ({ platform, given, caller }) =>
    proposeGrant(platform, { actionId: given, caller }),
  )
  return 'problem' in answered ? { problem: answered.problem } : { form: answered.made }
}

/** Approves it, where it still waits, and allows what is like it from now on. */
export async function allow(given: z.input<typeof newGrantSchema>): Promise<Answered> {
  return answer({ ability: 'grant.make', type: newGrantSchema, given }, ({ platform, given: grant, caller }) =>
    approveAndGrant(platform, { caller, given: grant }),
  )
}

export async function revoke(given: z.input<typeof grantSchema>): Promise<Answered> {
  return answer({ ability: 'grant.read', type: grantSchema, given }, ({ platform, given: { grantId }, caller }) =>
    revokeGrant(platform, { grantId, caller }),
  )
}
