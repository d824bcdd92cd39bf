'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import type { Answer } from '#components/card/card-events.ts'
import { createConversation, startTurn } from '#lib/assistant/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { getPlatform, newTraceId } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'

const messageSchema = z.string().trim().min(1).max(20_000)

/** Begins a conversation with this message and leads to it. */
export async function begin(text: string): Promise<Answer> {
  const message = messageSchema.parse(text)
  const caller = await requireCaller()
  const platform = getPlatform()
  const { id } = await createConversation(platform, { caller })
  await startTurn(platform, { caller, conversationId: id, text: message, via: 'chat', traceId: newTraceId() })
  redirect(`/chat/${id}`)
}

/** Adds a message to a conversation of the caller's. */
export async function say(conversationId: string, text: string): Promise<Answer> {
  const message = messageSchema.parse(text)
  const id = z.uuid().parse(conversationId)
  const caller = await requireCaller()
  try {
    await startTurn(getPlatform(), { caller, conversationId: id, text: message, via: 'chat', traceId: newTraceId() })
    return null
  } catch (error) {
    if (!isAppError(error) || error.code === 'internal') throw error
    return { problem: error.message }
  }
}
