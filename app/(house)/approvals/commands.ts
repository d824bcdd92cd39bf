'use server'

import { z } from 'zod'
import { decidedTogetherAtMost, decideMany, type ManyOutcome } from '#lib/approvals/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'

const decision = z.object({ id: z.uuid(), digest: z.string().max(100) })
const together = z.object({
  verdict: z.enum(['approve', 'reject']),
  comment: z.string().max(2_000).optional(),
  decisions: z.array(decision).min(1).max(decidedTogetherAtMost),
})

/** One verdict on several cards, each on the digest that was shown; what became of each. */
export async function decideTogether(given: z.input<typeof together>): Promise<{ outcomes: ManyOutcome[] } | { problem: string }> {
  const caller = await requireCaller()
  const parsed = together.safeParse(given)
  if (!parsed.success) return { problem: 'This page sent something that can’t be read. Load it again; nothing was changed.' }
  const { verdict, comment, decisions } = parsed.data
  const outcomes = await decideMany(getPlatform(), {
    caller,
    decisions: decisions.map(({ id, digest }) => ({ actionId: id, digest, verdict, comment })),
  })
  return { outcomes }
}
