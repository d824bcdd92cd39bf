'use server'

import { z } from 'zod'
import type { Answer } from '#components/card/card-events.ts'
import { cancelAction, resolveAction, retryAction } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { getPlatform, newTraceId, type Platform } from '#lib/platform/index.ts'
import { requireCaller } from '../_session.ts'

const decisionSchema = z.object({
  id: z.uuid(),
  digest: z.string().max(100),
  verdict: z.enum(['approve', 'reject']),
  input: z.unknown().optional(),
  comment: z.string().max(2_000).optional(),
})
const resolutionSchema = z.object({ id: z.uuid(), outcome: z.enum(['succeeded', 'failed', 'run_again']), comment: z.string().max(2_000) })

/** Who calls, one call into the house, and what went wrong as a sentence for the person. */
async function command(work: (platform: Platform, caller: Caller) => Promise<unknown>): Promise<Answer> {
  const caller = await requireCaller()
  try {
    await work(getPlatform(), caller)
    return null
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    const fields = error.errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    return { problem: [error.message, fields].filter(Boolean).join(' ') }
  }
}

/** Several decisions in one go, each on its own digest. The first that does not go through ends it. */
export async function decide(decisions: readonly z.input<typeof decisionSchema>[]): Promise<Answer> {
  const parsed = z.array(decisionSchema).min(1).max(100).parse(decisions)
  return command(async (platform, caller) => {
    for (const { id, input, ...decision } of parsed) {
      await decideAction(platform, { actionId: id, caller, ...decision, ...(input === undefined ? {} : { input }) })
    }
  })
}

export async function cancel(id: string): Promise<Answer> {
  const actionId = z.uuid().parse(id)
  return command((platform, caller) => cancelAction(platform, { actionId, caller }))
}

export async function retry(id: string): Promise<Answer> {
  const actionId = z.uuid().parse(id)
  return command((platform, caller) => retryAction(platform, { actionId, caller, via: 'chat', traceId: newTraceId() }))
}

export async function resolve(resolution: z.input<typeof resolutionSchema>): Promise<Answer> {
  const { id, outcome, comment } = resolutionSchema.parse(resolution)
  return command((platform, caller) => resolveAction(platform, { actionId: id, outcome, comment, caller }))
}
