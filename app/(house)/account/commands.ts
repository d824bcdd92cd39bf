'use server'

import { z } from 'zod'
import { createDelegation, newDelegationSchema, revokeDelegation } from '#lib/people/index.ts'
import type { Answered } from '../admin/answered.ts'
import { answer } from '../admin/command.ts'

const endSchema = z.object({ delegationId: z.uuid() })

/** Lets a colleague decide in the caller's place for a while. */
export async function delegate(given: z.input<typeof newDelegationSchema>): Promise<Answered> {
  return answer(
    { ability: 'delegation.manage', type: newDelegationSchema, given },
    async ({ platform, given: { toId, startsAt, endsAt, reason }, caller }) => {
      await createDelegation(platform, { toId, startsAt, endsAt, reason, caller })
    },
  )
}

export async function endDelegation(given: z.input<typeof endSchema>): Promise<Answered> {
  return answer({ ability: 'delegation.manage', type: endSchema, given }, async ({ platform, given: { delegationId }, caller }) => {
    await revokeDelegation(platform, { delegationId, caller })
  })
}
