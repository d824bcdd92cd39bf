import { z } from 'zod'
import { operationGlob, type Role, teamName } from '#lib/core/index.ts'
import { verdicts } from './verdict-kind.ts'

/** Who can be asked to agree: an auditor only reads. */
export const approvingRoles = ['member', 'approver', 'admin'] as const satisfies readonly Role[]

/** Who must agree, how many of them, whether the one who asked may be among them, and whether their device must sign. */
export const requirementSchema = z.strictObject({
  role: z.enum(approvingRoles),
  /** Holders of the role who belong to this team. */
  team: teamName.optional(),
  quorum: z.int().min(1).max(20).default(1),
  requesterExcluded: z.boolean().default(true),
  /** An approval counts only with a passkey's signature. */
  stepUp: z.boolean().optional(),
})
export type Requirement = z.infer<typeof requirementSchema> & {
  /** Roles whose holders may agree as well, of any team: the card was escalated to them. No rule says so, only a waiting action. */
  also?: readonly (typeof approvingRoles)[number][]
}

/** What approval means where a rule does not say more, and where no rule speaks at all. */
export const defaultRequirement: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }

/** How long a card may wait. Hours are the organisation's business hours, unless `calendar` says otherwise. */
export const timeLimitSchema = z.strictObject({
  hours: z.number().min(0.1).max(2_000),
  calendar: z.boolean().default(false),
  /** Those asked are reminded after so many of these hours. */
  remindAfter: z.number().min(0.05).max(2_000).optional(),
  /** After so many of these hours, holders of this role may decide as well. */
  escalate: z.strictObject({ after: z.number().min(0.05).max(2_000), role: z.enum(approvingRoles) }).optional(),
})
export type TimeLimit = z.infer<typeof timeLimitSchema>

/** Who may give a standing grant that stands for a person here, and how far it may reach. */
export const grantableSchema = z.strictObject({
  role: z.enum(approvingRoles),
  /** The most that one grant may come to, in minor units of the organisation's currency; without it, amounts need no bound. */
  atMost: z.int().min(0).optional(),
  /** Also for actions that were asked for with outside content in sight. */
  tainted: z.boolean().default(false),
})
export type Grantable = z.infer<typeof grantableSchema>

const onlyAsking = {
  requirements: 'only a rule that asks for approval can say who must agree',
  timeLimit: 'only a rule that asks for approval can say for how long',
  grantable: 'only a rule that asks for approval can be stood in for',
}

/** One rule of the policy, as `PUT /policies` takes it. Without requirements, approval means one approver who is not the requester. */
export const ruleSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    operations: z.array(operationGlob).min(1).max(100),
    condition: z.string().min(1).nullable().default(null),
    verdict: z.enum(verdicts),
    requirements: z.array(requirementSchema).max(10).optional(),
    timeLimit: timeLimitSchema.optional(),
    grantable: grantableSchema.optional(),
    /** Only records what it would have said. */
    shadow: z.boolean().optional(),
    reason: z.string().trim().min(1).max(500),
  })
  .superRefine((rule, context) => {
    if (rule.verdict === 'require_approval') return
    for (const member of ['requirements', 'timeLimit', 'grantable'] as const) {
      const given = rule[member]
      if (given === undefined || (Array.isArray(given) && given.length === 0)) continue
      context.addIssue({ code: 'custom', path: [member], message: onlyAsking[member] })
    }
  })
export type PolicyRule = z.infer<typeof ruleSchema>

export interface Policy {
  version: number
  rules: readonly PolicyRule[]
}

export const rulesSchema = z
  .array(ruleSchema)
  .max(500)
  .superRefine((rules, context) => {
    const seen = new Set<string>()
    rules.forEach(({ name }, index) => {
      if (seen.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: `another rule is called “${name}” too` })
      seen.add(name)
    })
  })
