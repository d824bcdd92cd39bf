import type { AssistantModelMessage, ModelMessage, ToolModelMessage } from 'ai'
import { isJsonObject, type Json } from '#lib/core/index.ts'
import { findOperationsName } from './toolbox.ts'

/** A call as the model's message holds it. */
export interface ToolCall {
  toolCallId: string
  toolName: string
  input: unknown
}

export type ToolResult = Extract<ToolModelMessage['content'][number], { type: 'tool-result' }>

export function callsIn(message: ModelMessage | undefined): ToolCall[] {
  if (message?.role !== 'assistant' || typeof message.content === 'string') return []
  return message.content.flatMap((part) => (part.type === 'tool-call' ? [part] : []))
}

/** Calls of the last message that have no answer yet. */
export function openCalls(messages: readonly ModelMessage[]): ToolCall[] {
  return callsIn(messages.at(-1))
}

/** The values of all tool results, in order. */
export function resultsIn(messages: readonly ModelMessage[]): { call: ToolCall | undefined; value: Json }[] {
  const calls = new Map(messages.flatMap(callsIn).map((call) => [call.toolCallId, call]))
  return messages.flatMap((message) => {
    if (message.role !== 'tool') return []
    return message.content.flatMap((part) =>
      part.type === 'tool-result' && 'value' in part.output ? [{ call: calls.get(part.toolCallId), value: part.output.value as Json }] : [],
    )
  })
}

/** Names of tools that a search of this turn has brought into reach, the newest first. */
export function foundIn(messages: readonly ModelMessage[]): string[] {
  const names = resultsIn(messages).flatMap(({ call, value }) => {
    if (call?.toolName !== findOperationsName || !isJsonObject(value) || !Array.isArray(value.operations)) return []
    return value.operations.flatMap((found) => (isJsonObject(found) && typeof found.tool === 'string' ? [found.tool] : []))
  })
  return [...new Set(names.reverse())]
}

/** Providers refuse a history in which a call has no answer: one that never got any is said to have been broken off. */
export function answerAll(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.flatMap((message, index) => {
    const calls = callsIn(message)
    if (calls.length === 0 || messages[index + 1]?.role === 'tool') return [message]
    return [
      message,
      toolMessage(calls.map((call) => toolResult(call, { status: 'failed', error: 'The turn ended before this was asked for.' }, true))),
    ]
  })
}

export function toolMessage(content: ToolResult[]): ToolModelMessage {
  return { role: 'tool', content }
}

export function toolResult({ toolCallId, toolName }: ToolCall, value: Json, isError = false): ToolResult {
  return { type: 'tool-result', toolCallId, toolName, output: { type: isError ? 'error-json' : 'json', value } as ToolResult['output'] }
}

/**
 * The model's message as it is stored: calls that another step of the turn has named already get a name of their own,
 * since an action is found again by its turn and call. Null: the model said nothing.
 */
export function storedMessage(said: readonly ModelMessage[], earlier: readonly ModelMessage[]): AssistantModelMessage | null {
  const used = new Set(earlier.flatMap(callsIn).map(({ toolCallId }) => toolCallId))
  const step = earlier.filter(({ role }) => role === 'assistant').length
  const content = said.flatMap((message) => {
    if (message.role !== 'assistant') return []
    return typeof message.content === 'string' ? [{ type: 'text' as const, text: message.content }] : message.content
  })
  const kept = content
    .filter((part) => part.type !== 'text' || part.text !== '')
    .map((part) => {
      if (part.type !== 'tool-call' || !used.has(part.toolCallId)) return part
      return { ...part, toolCallId: `${part.toolCallId}-${step}` }
    })
  return kept.length === 0 ? null : { role: 'assistant', content: kept }
}
