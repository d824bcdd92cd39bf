import { type ModelMessage, stepCountIs, streamText, type ToolSet } from 'ai'
import { type ChosenModel, maxOutputTokens, modelRetries, modelTimeouts } from '#lib/models/index.ts'
import { storedMessage } from './model-messages.ts'
import type { TurnLog } from './turn-log.ts'
import { textChunks } from './ui-parts.ts'

/** The model did not answer, or broke off. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly model: ChosenModel
  /** Some of its words are out already, so that no other can speak in its place. */
  readonly started: boolean

  constructor(cause: unknown, { model, started }: { model: ChosenModel; started: boolean }) {
    super('the model did not answer', { cause })
    this.model = model
    this.started = started
  }
}

export interface StepRequest {
  chosen: ChosenModel
  instructions: string
  /** Everything before this step. */
  messages: ModelMessage[]
  /** The part of it that belongs to this turn. */
  own: readonly ModelMessage[]
  tools: ToolSet
  /** Makes the ids of this step's texts its own. */
  step: number
  /** Told what the call has cost, once it is known. */
  onTokens?: (tokens: { input: number; output: number }) => void
}

/**
 * One call of the model: its words go to the log as they come, its tool calls are only read. Answers its message as it
 * is to be stored; null when it said nothing. Throws ModelFailure, TurnLost.
 */
export async function streamStep(request: StepRequest, log: TurnLog) {
  const { chosen, instructions, messages, own, tools, step, onTokens } = request
  let started = false
  const result = streamText({
    model: chosen.model,
    instructions,
    messages,
    tools,
    maxOutputTokens,
    maxRetries: modelRetries,
    timeout: modelTimeouts,
    abortSignal: log.lost,
    stopWhen: stepCountIs(1),
    // Errors come as parts of the stream; the default would print them.
    onError: () => undefined,
  })
  try {
    for await (const part of result.stream) {
      if (part.type === 'error') throw part.error
      if (part.type === 'abort') throw new DOMException('The model was too slow.', 'TimeoutError')
      if (part.type === 'reasoning-delta' || part.type === 'tool-input-start' || part.type === 'tool-call') started = true
      if (part.type === 'text-start') log.push({ type: 'text-start', id: `${step}-${part.id}` })
      if (part.type === 'text-end') log.push({ type: 'text-end', id: `${step}-${part.id}` })
      if (part.type !== 'text-delta' || part.text === '') continue
      started = true
      log.push({ type: 'text-delta', id: `${step}-${part.id}`, delta: part.text })
    }
    const [response, finishReason, usage] = await Promise.all([result.response, result.finishReason, result.usage])
    onTokens?.({ input: usage.inputTokens ?? 0, output: usage.outputTokens ?? 0 })
    const message = storedMessage(response.messages, own)
    const remark =
      message === null ? silence(finishReason) : finishReason === 'length' ? 'My answer became too long and was cut here.' : null
    if (remark !== null) log.push(...textChunks(`${step}-remark`, remark))
    return message ?? { role: 'assistant' as const, content: [{ type: 'text' as const, text: silence(finishReason) }] }
  } catch (error) {
    log.lost.throwIfAborted()
    throw new ModelFailure(error, { model: chosen, started })
  }
}

function silence(finishReason: string): string {
  return finishReason === 'content-filter' ? 'The model declined to answer this.' : 'There is nothing more to say to this.'
}
