import { z } from 'zod'
import { suggestRules } from '#lib/policy/index.ts'
import { route } from '../../_door/index.ts'

const suggestion = z.looseObject({
  operation: z.string(),
  sentence: z.string(),
  rule: z.unknown(),
  atMost: z.int().nullable(),
  evidence: z.object({ approved: z.int(), people: z.int(), from: z.iso.datetime(), to: z.iso.datetime(), actionIds: z.array(z.uuid()) }),
  rules: z.array(z.unknown()),
})

export const GET = route(
  {
    summary: 'What the rules could allow, since people approved it all along',
    permission: 'policy.change',
    answer: z.object({ items: z.array(suggestion) }),
  },
  async ({ platform, caller }) => ({
    items: (await suggestRules(platform, { caller })).map(({ evidence, ...rest }) => ({
      ...rest,
      evidence: { ...evidence, from: evidence.from.toISOString(), to: evidence.to.toISOString() },
    })),
  }),
)
