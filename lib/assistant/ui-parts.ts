import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai'

/** The kinds of data parts: a card, looked up by its action's id, and a planned one. */
export type ChatData = { action: { actionId: string }; planned: { plannedId: string } }

/** What a message says of itself besides its parts. */
export interface ChatMetadata {
  turnId: string
  kind: 'user' | 'background'
  createdAt: string
  /** Which model answered, as people read it. */
  model?: string
}

export type ChatMessage = UIMessage<ChatMetadata, ChatData>
export type ChatChunk = UIMessageChunk<ChatMetadata, ChatData>

/** The message that a reader of these chunks ends up with; texts without words are left out. */
export async function partsOf(chunks: readonly UIMessageChunk[]): Promise<ChatMessage['parts']> {
  const stream = new ReadableStream<UIMessageChunk>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk)
      controller.close()
    },
  })
  let last: ChatMessage | undefined
  for await (const message of readUIMessageStream<ChatMessage>({ stream })) last = message
  return (last?.parts ?? []).filter((part) => part.type !== 'text' || part.text.trim() !== '')
}

/** A stored message as a stream of its own. */
export function chunksOf(message: ChatMessage): UIMessageChunk[] {
  const parts = message.parts.flatMap((part, index): UIMessageChunk[] => {
    if (part.type === 'text') return textChunks(`text-${index}`, part.text)
    if (part.type === 'data-action' || part.type === 'data-planned')
      return [{ type: part.type, data: part.data, ...(part.id === undefined ? {} : { id: part.id }) }]
    return []
  })
  return [{ type: 'start', messageId: message.id, messageMetadata: message.metadata }, ...parts, { type: 'finish' }]
}

export function textChunks(id: string, text: string): UIMessageChunk[] {
  return [
    { type: 'text-start', id },
    { type: 'text-delta', id, delta: text },
    { type: 'text-end', id },
  ]
}

/** The words of a message, without its cards. */
export function textOfParts(parts: unknown): string {
  if (!Array.isArray(parts)) return ''
  return parts
    .flatMap((part: { type?: unknown; text?: unknown }) => (part.type === 'text' && typeof part.text === 'string' ? [part.text] : []))
    .join('\n')
}
