import { z } from 'zod'
import type { Role } from '#lib/core/index.ts'

/** From the mildest to the strictest. */
export const verdicts = ['allow', 'require_approval', 'deny'] as const
export type VerdictKind = (typeof verdicts)[number]

/** Who can be asked to agree: an auditor only reads. */
const approvingRoles = ['member', 'approver', 'admin'] as const satisfies readonly Role[]

/** Who must agree, how many of them, and whether the one who asked may be among them. */
export const requirementSchema = z.strictObject({
  role: z.enum(approvingRoles),
  quorum: z.int().min(1).max(20).default(1),
  requesterExcluded: z.boolean().default(true),
})
export type Requirement = z.infer<typeof requirementSchema>

/** What approval means where a rule does not say more, and where no rule speaks at all. */
export const defaultRequirement: Requirement = { role: 'approver', quorum: 1, requesterExcluded: true }

const globSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_.*-]+$/, 'an operation name, with * for any part of it')

/** One rule of the policy, as `PUT /policies` takes it. Without requirements, approval means one approver who is not the requester. */
export const ruleSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    operations: z.array(globSchema).min(1).max(100),
    condition: z.string().min(1).nullable().default(null),
    verdict: z.enum(verdicts),
    requirements: z.array(requirementSchema).max(10).optional(),
    reason: z.string().trim().min(1).max(500),
  })
  .refine(({ verdict, requirements }) => verdict === 'require_approval' || !requirements?.length, {
    path: ['requirements'],
    error: 'only a rule that asks for approval can say who must agree',
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
