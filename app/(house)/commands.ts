'use server'

import { z } from 'zod'
import type { Answer, CardNoteEvent, UndoPlanAnswer } from '#components/card/card-events.ts'
import { cancelAction, planUndo as planUndoOf, resolveAction, retryAction, undoAction, undoTurn } from '#lib/actions/index.ts'
import { answerQuestion, askForSignature, askQuestion, decideAction, handOver, remind } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { assertionSchema, type Caller, type PasskeyQuestion } from '#lib/people/index.ts'
import { getPlatform, newTraceId, type Platform } from '#lib/platform/index.ts'
import { requireCaller } from '../_session.ts'

const decisionSchema = z.object({
  id: z.uuid(),
  digest: z.string().max(100),
  verdict: z.enum(['approve', 'reject']),
  input: z.unknown().optional(),
  comment: z.string().max(2_000).optional(),
  signature: assertionSchema.optional(),
})
const questionSchema = decisionSchema.pick({ id: true, digest: true, verdict: true })
const resolutionSchema = z.object({ id: z.uuid(), outcome: z.enum(['succeeded', 'failed', 'run_again']), comment: z.string().max(2_000) })

const words = z.string().max(2_000)
const noteSchema = z.discriminatedUnion('kind', [
  z.object({ id: z.uuid(), kind: z.literal('question'), text: words }),
  z.object({ id: z.uuid(), kind: z.literal('answer'), text: words, replyTo: z.uuid() }),
  z.object({ id: z.uuid(), kind: z.literal('handover'), to: z.uuid(), text: words.optional() }),
  z.object({ id: z.uuid(), kind: z.literal('reminder') }),
])

const doesNotFit: Answer = { problem: 'This page sent something that can’t be read. Load it again; nothing was changed.' }

/** Who calls, what they sent, one call into the house, and what went wrong as a sentence for the person. */
async function command<Type extends z.ZodType>(
  type: Type,
  given: unknown,
  work: (platform: Platform, caller: Caller, parsed: z.output<Type>) => Promise<unknown>,
): Promise<Answer> {
  const caller = await requireCaller()
  const parsed = type.safeParse(given)
  if (!parsed.success) return doesNotFit
  try {
    await work(getPlatform(), caller, parsed.data)
    return null
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    const fields = error.errors.map(({ path, message }) => `${path}: ${message}`).join('; ')
    return { problem: [error.message, fields].filter(Boolean).join(' ') }
  }
}

/** Several decisions in one go, each on its own digest. The first that does not go through ends it. */
export async function decide(given: readonly z.input<typeof decisionSchema>[]): Promise<Answer> {
  return command(z.array(decisionSchema).min(1).max(100), given, async (platform, caller, decisions) => {
    for (const { id, input, ...decision } of decisions) {
      await decideAction(platform, { actionId: id, caller, ...decision, ...(input === undefined ? {} : { input }) })
    }
  })
}

/** What the caller's passkey is asked to sign; nothing is decided yet. */
export async function askSignature(given: z.input<typeof questionSchema>): Promise<{ question: PasskeyQuestion } | { problem: string }> {
  let question: PasskeyQuestion | null = null
  const refused = await command(questionSchema, given, async (platform, caller, { id, ...decision }) => {
    question = await askForSignature(platform, { actionId: id, caller, ...decision })
  })
  return question === null ? { problem: refused?.problem ?? 'It can’t be signed.' } : { question }
}

export async function cancel(id: string): Promise<Answer> {
  return command(z.uuid(), id, (platform, caller, actionId) => cancelAction(platform, { actionId, caller }))
}

export async function retry(id: string): Promise<Answer> {
  return command(z.uuid(), id, (platform, caller, actionId) =>
    retryAction(platform, { actionId, caller, via: 'chat', traceId: newTraceId() }),
  )
}

export async function resolve(given: z.input<typeof resolutionSchema>): Promise<Answer> {
  return command(resolutionSchema, given, (platform, caller, { id, outcome, comment }) =>
    resolveAction(platform, { actionId: id, outcome, comment, caller }),
  )
}

/** What undoing would ask for; nothing is asked for yet. */
export async function planUndo(id: string): Promise<UndoPlanAnswer> {
  let plan: UndoPlanAnswer | null = null
  const refused = await command(z.uuid(), id, async (platform, caller, actionId) => {
    try {
      plan = { plan: await planUndoOf(platform, { actionId, caller, via: 'chat', traceId: newTraceId() }) }
    } catch (error) {
      // The other system does not answer just now: it may still be asked for, and is looked up again then.
      if (!isAppError(error, 'unavailable')) throw error
      plan = { problem: `What it would change could not be looked up. ${error.message}`, final: false }
    }
  })
  return plan ?? { problem: refused?.problem ?? 'It can’t be undone.', final: true }
}

export async function undo(id: string): Promise<Answer> {
  return command(z.uuid(), id, (platform, caller, actionId) =>
    undoAction(platform, { actionId, caller, via: 'chat', traceId: newTraceId() }),
  )
}

/** All that a turn did, the newest first. */
export async function undoAll(turnId: string): Promise<Answer> {
  return command(z.uuid(), turnId, (platform, caller, id) => undoTurn(platform, { turnId: id, caller, via: 'chat', traceId: newTraceId() }))
}

/** Says something about a card that waits: a question, an answer, a hand-over, a reminder. */
export async function note(given: CardNoteEvent): Promise<Answer> {
  return command(noteSchema, given, (platform, caller, { id: actionId, ...said }) => {
    if (said.kind === 'question') return askQuestion(platform, { actionId, caller, text: said.text })
    if (said.kind === 'answer') return answerQuestion(platform, { actionId, caller, text: said.text, replyTo: said.replyTo })
    if (said.kind === 'handover') return handOver(platform, { actionId, caller, toId: said.to, text: said.text })
    return remind(platform, { actionId, caller })
  })
}
