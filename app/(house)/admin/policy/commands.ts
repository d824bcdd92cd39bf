'use server'

import { z } from 'zod'
import { requestPolicyChange } from '#lib/actions/index.ts'
import { AppError } from '#lib/core/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import {
  type CheckedDraft,
  checkPolicyDraft,
  currentPolicyView,
  dismissSuggestion,
  lockWarnings,
  type PolicyDraft,
  readPolicyDraft,
  type Simulation,
  simulatePolicy,
} from '#lib/policy/index.ts'
import type { Answered } from '../answered.ts'
import { answer } from '../command.ts'

const text = z.string().max(900_000)
const savedSchema = z.object({
  text,
  comment: z.string().trim().min(1, 'why it changes').max(2_000),
  /** The newest version when the draft was begun. */
  base: z.int().min(1),
})
const draftSchema = z.object({ text })
const simulatedSchema = z.object({ text, sample: z.int().min(1).max(10_000) })
const dismissedSchema = z.object({ operation: z.string().min(1).max(200) })

/** What came of saving: a version that holds, or an action that waits for whoever must agree. */
export type Saved = { version: number } | { waits: { actionId: string } }

/** Makes the next version of a text of rules and tests, or asks for it. Its errors carry their paths in that text. */
export async function savePolicy(given: z.input<typeof savedSchema>): Promise<Answered<Saved>> {
  return answer({ ability: 'policy.change', type: savedSchema, given }, async ({ platform, given: { text, comment, base }, caller }) => {
    const { rules, tests } = parsePolicy(text)
    const change = { rules, ...(tests === undefined ? {} : { tests }), comment, expectedVersion: base }
    const changed = await requestPolicyChange(platform, { ...change, caller, via: 'chat', traceId: newTraceId() })
    return changed.active ? { version: changed.policy.version } : { waits: { actionId: changed.action.id } }
  })
}

/** What saving would complain about, and how each test goes. Changes nothing. */
export async function checkPolicy(given: z.input<typeof draftSchema>): Promise<Answered<CheckedDraft & { warnings: string[] }>> {
  return answer({ ability: 'policy.change', type: draftSchema, given }, async ({ platform, given: { text } }) => {
    const draft = parseJson(text)
    const checked = checkPolicyDraft(draft, (await currentPolicyView(platform)).tests)
    const read = readPolicyDraft(draft)
    return { ...checked, warnings: read.ok && checked.errors.length === 0 ? await lockWarnings(platform, read.draft.rules) : [] }
  })
}

/** What a draft would have said of the latest actions. Changes nothing. */
export async function simulate(given: z.input<typeof simulatedSchema>): Promise<Answered<Simulation>> {
  return answer({ ability: 'policy.change', type: simulatedSchema, given }, async ({ platform, given: { text, sample }, caller }) =>
    simulatePolicy(platform, { rules: parsePolicy(text).rules, sample, caller }),
  )
}

/** Puts a suggestion away for a while. Harmless to repeat. */
export async function dismiss(given: z.input<typeof dismissedSchema>): Promise<Answered> {
  return answer({ ability: 'policy.change', type: dismissedSchema, given }, async ({ platform, given: { operation }, caller }) =>
    dismissSuggestion(platform, { operation, caller, traceId: newTraceId() }),
  )
}

function parsePolicy(text: string): PolicyDraft {
  const read = readPolicyDraft(parseJson(text))
  if (read.ok) return read.draft
  throw new AppError('invalid', 'This is not a policy yet. Nothing was changed.', { errors: read.errors })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid', 'This is not JSON. Nothing was changed.')
  }
}
