import type { LanguageModelV4Content, LanguageModelV4FinishReason, LanguageModelV4StreamPart, LanguageModelV4Usage } from '@ai-sdk/provider'

interface Streamed {
  content: readonly LanguageModelV4Content[]
  finishReason: LanguageModelV4FinishReason
  usage: LanguageModelV4Usage
  signal: AbortSignal | undefined
}

/** A reply as a stream, text word by word, one part for each time that it is asked for. An abort ends it with the signal's reason. */
export function streamReply({ content, finishReason, usage, signal }: Streamed): ReadableStream<LanguageModelV4StreamPart> {
  const parts = partsOf(content, finishReason, usage)
  return new ReadableStream<LanguageModelV4StreamPart>({
    pull(controller) {
      if (signal?.aborted) {
        controller.error(signal.reason)
        return
      }
      const { value, done } = parts.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

function* partsOf(
  content: readonly LanguageModelV4Content[],
  finishReason: LanguageModelV4FinishReason,
  usage: LanguageModelV4Usage,
): Generator<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings: [] }
  for (const [index, part] of content.entries()) {
    if (part.type === 'text') {
      const id = `text_${index}`
      yield { type: 'text-start', id }
      for (const delta of part.text.match(/\s*\S+\s*$|\s*\S+/gu) ?? []) yield { type: 'text-delta', id, delta }
      yield { type: 'text-end', id }
    } else if (part.type === 'tool-call') {
      const { toolCallId, toolName, input } = part
      yield { type: 'tool-input-start', id: toolCallId, toolName }
      yield { type: 'tool-input-delta', id: toolCallId, delta: input }
      yield { type: 'tool-input-end', id: toolCallId }
      yield part
    }
  }
  yield { type: 'finish', usage, finishReason }
}
