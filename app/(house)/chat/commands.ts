'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { Answer } from '#components/card/card-events.ts'
import { createConversation, maxTextChars, requestPlan, setDryRun, startTurn } from '#lib/assistant/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { getPlatform, newTraceId } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'

const messageSchema = z.string().trim().min(1).max(maxTextChars)
const doesNotFit: Answer = { problem: `A message has 1 to ${maxTextChars.toLocaleString('en')} characters. Nothing was sent.` }

/** Begins a conversation with this message and leads to it. */
export async function begin(text: string, dryRun: boolean): Promise<Answer> {
  const caller = await requireCaller()
  const message = messageSchema.safeParse(text)
  const plans = z.boolean().safeParse(dryRun)
  if (!message.success || !plans.success) return doesNotFit
  const platform = getPlatform()
  const id = await told(async () => {
    const { id } = await createConversation(platform, { caller, dryRun: plans.data })
    await startTurn(platform, { caller, conversationId: id, text: message.data, via: 'chat', traceId: newTraceId() })
    return id
  })
  return typeof id === 'string' ? redirect(`/chat/${id}`) : id
}

/** Adds a message to a conversation of the caller's. */
export async function say(conversationId: string, text: string): Promise<Answer> {
  const caller = await requireCaller()
  const message = messageSchema.safeParse(text)
  const id = z.uuid().safeParse(conversationId)
  if (!message.success || !id.success) return doesNotFit
  return told(async () => {
    await startTurn(getPlatform(), { caller, conversationId: id.data, text: message.data, via: 'chat', traceId: newTraceId() })
    return null
  })
}

/** Lets a conversation plan, or ask again. */
export async function plan(conversationId: string, dryRun: boolean): Promise<Answer> {
  const caller = await requireCaller()
  const parsed = z.tuple([z.uuid(), z.boolean()]).safeParse([conversationId, dryRun])
  if (!parsed.success) return { problem: 'This page sent something that can’t be read. Load it again; nothing was changed.' }
  return told(async () => {
    await setDryRun(getPlatform(), { caller, conversationId: parsed.data[0], dryRun: parsed.data[1] })
    return null
  })
}

/** Asks for what was planned, each as a real action. */
export async function askForPlan(conversationId: string, ids: string[]): Promise<Answer> {
  const caller = await requireCaller()
  const parsed = z.tuple([z.uuid(), z.array(z.uuid()).min(1).max(100)]).safeParse([conversationId, ids])
  if (!parsed.success) return { problem: 'This page sent something that can’t be read. Load it again; nothing was asked for.' }
  return told(async () => {
    await requestPlan(getPlatform(), { caller, conversationId: parsed.data[0], ids: parsed.data[1], traceId: newTraceId() })
    return null
  })
}

/** What went wrong, as a sentence for the person. */
async function told<Made>(work: () => Promise<Made>): Promise<Made | { problem: string }> {
  try {
    return await work()
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    return { problem: error.message }
  }
}
