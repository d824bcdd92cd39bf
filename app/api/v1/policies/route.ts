import { z } from 'zod'
import { requestPolicyChange } from '#lib/actions/index.ts'
import { actionView } from '#lib/faces/index.ts'
import { currentPolicyView, type PolicyView, policyChangeSchema } from '#lib/policy/index.ts'
import { answer as answered, route } from '../_door/index.ts'

const answer = z.looseObject({
  version: z.int(),
  rules: z.array(z.unknown()),
  tests: z.array(z.unknown()),
  comment: z.string(),
  changedAt: z.iso.datetime(),
  /** Of a change: what an admin should know about it. */
  warnings: z.array(z.string()).optional(),
})
const view = ({ changedAt, ...policy }: PolicyView) => ({ ...policy, changedAt: changedAt.toISOString() })

export const GET = route({ summary: 'The policy as it is', permission: 'policy.read', answer }, async ({ platform }) =>
  view(await currentPolicyView(platform)),
)

export const PUT = route(
  { summary: 'Make a new version of the policy', permission: 'policy.change', body: policyChangeSchema, answer },
  async ({ platform, body, caller, traceId }) => {
    const changed = await requestPolicyChange(platform, { ...body, caller, traceId })
    // Somebody has to agree first: it becomes active when they have, and the worker has run it.
    if (!changed.active) return answered(202, { ...(await actionView(platform, changed.action)), warnings: changed.warnings })
    return { ...view(changed.policy), warnings: changed.warnings }
  },
)
