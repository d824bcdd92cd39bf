'use server'

import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { changePolicy, policyChangeSchema } from '#lib/policy/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const savedSchema = z.object({ text: z.string().max(900_000), comment: z.string().trim().min(1, 'why it changes').max(2_000) })
const policySchema = policyChangeSchema.omit({ comment: true }).strict()

/** Makes the next version of a text of rules and tests. Its errors carry their paths in that text; answers the version's number. */
export async function savePolicy(given: z.input<typeof savedSchema>): Promise<Answered<number>> {
  return answer({ ability: 'policy.change', type: savedSchema, given }, async ({ platform, given: { text, comment }, caller }) => {
    const { rules, tests } = parsePolicy(text)
    const kept = tests === undefined ? {} : { tests }
    const { version } = await changePolicy(platform, { rules, ...kept, comment, caller, traceId: newTraceId() })
    return version
  })
}

function parsePolicy(text: string): z.infer<typeof policySchema> {
  const parsed = policySchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'This is not a policy yet. Nothing was changed.', { errors: parsed.error.issues.flatMap(placed) })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'This is not JSON. Nothing was changed.')
  }
}

/** A member that nobody knows is marked itself, not what it stands in. */
function placed(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }]
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: `“${key}” is not known here` }))
}
