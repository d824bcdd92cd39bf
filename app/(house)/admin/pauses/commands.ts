'use server'

import { z } from 'zod'
import { liftPause, pauseActions, pauseScopes } from '#lib/actions/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const reason = z.string().max(2_000)
const pauseSchema = z.object({
  scope: z.enum(pauseScopes),
  connection: z.string().min(1).max(100).optional(),
  operation: z.string().min(1).max(300).optional(),
  reason,
})
const resumeSchema = z.object({ pauseId: z.uuid(), reason })

export async function pause(given: z.input<typeof pauseSchema>): Promise<Answered> {
  return answer({ ability: 'actions.pause', type: pauseSchema, given }, async ({ platform, given: asked, caller }) => {
    await pauseActions(platform, { ...asked, caller })
  })
}

export async function resume(given: z.input<typeof resumeSchema>): Promise<Answered> {
  return answer({ ability: 'actions.pause', type: resumeSchema, given }, async ({ platform, given: asked, caller }) => {
    await liftPause(platform, { ...asked, caller })
  })
}
