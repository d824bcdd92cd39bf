import type { ModelMessage } from 'ai'
import { isJsonObject, valueAt } from '#lib/core/index.ts'

/** What a message that the system makes for a background turn begins with. */
export const outcomesMark = '[outcomes]'

/**
 * The results in these messages that others wrote, whole, by the action that brought them in: all that claim to be its, since a person can
 * type what looks like one.
 */
export function outsideResults(messages: readonly ModelMessage[]): Map<string, unknown[]> {
  const told = messages.flatMap((message) => {
    if (message.role === 'tool') return message.content.map((part) => (part.type === 'tool-result' ? valueAt(part.output, 'value') : null))
    return message.role === 'user' ? textsOf(message).flatMap(outcomesIn) : []
  })
  const found = new Map<string, unknown[]>()
  for (const value of told) {
    if (!isJsonObject(value) || value.outside !== true || typeof value.actionId !== 'string') continue
    found.set(value.actionId, [...(found.get(value.actionId) ?? []), value.result])
  }
  return found
}

/** What the person wrote, and no message that the system made. */
export function ownWords(messages: readonly ModelMessage[]): string[] {
  return messages.flatMap((message) => (message.role === 'user' ? textsOf(message) : [])).filter((text) => !text.startsWith(outcomesMark))
}

function textsOf({ content }: Extract<ModelMessage, { role: 'user' }>): string[] {
  return typeof content === 'string' ? [content] : content.flatMap((part) => (part.type === 'text' ? [part.text] : []))
}

function outcomesIn(text: string): unknown[] {
  if (!text.startsWith(outcomesMark)) return []
  try {
    const outcomes: unknown = JSON.parse(text.slice(outcomesMark.length))
    return Array.isArray(outcomes) ? outcomes : []
  } catch {
    // A person's message that only begins like one.
    return []
  }
}
