import { z } from 'zod'
import { changePolicy, currentPolicyView, type PolicyView, policyChangeSchema } from '#lib/policy/index.ts'
import { route } from '../_door/index.ts'

const answer = z.looseObject({
  version: z.int(),
  rules: z.array(z.unknown()),
  tests: z.array(z.unknown()),
  comment: z.string(),
  changedAt: z.iso.datetime(),
})
const view = ({ changedAt, ...policy }: PolicyView) => ({ ...policy, changedAt: changedAt.toISOString() })

export const GET = route({ summary: 'The policy as it is', permission: 'policy.read', answer }, async ({ platform }) =>
  view(await currentPolicyView(platform)),
)

export const PUT = route(
  { summary: 'Make a new version of the policy', permission: 'policy.change', body: policyChangeSchema, answer },
  async ({ platform, body, caller, traceId }) => view(await changePolicy(platform, { ...body, caller, traceId })),
)
