import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
} from '@ai-sdk/provider'
import { hashJson } from '#lib/core/index.ts'
import { decide, type Reply } from './decide.ts'
import { streamReply } from './stream-reply.ts'

/** No tokens are spent: nothing is sent anywhere. */
const usage: LanguageModelV4Usage = {
  inputTokens: { total: 0, noCache: 0, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 0, text: 0, reasoning: undefined },
}

export interface RulesModelOptions {
  /** What day it is, for "tomorrow" and "on Friday". */
  now?: () => Date
}

/**
 * The assistant that needs no model: deterministic, knows only what the offered tools say about themselves. It speaks the AI SDK's
 * provider interface, so that everything behind it takes the same road as with any other model.
 */
export function createRulesModel({ now = () => new Date() }: RulesModelOptions = {}): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'countersign',
    modelId: 'rules',
    supportedUrls: {},
    async doGenerate(options) {
      options.abortSignal?.throwIfAborted()
      const reply = decide(options, now())
      return { content: contentOf(reply, options), finishReason: finishReasonOf(reply), usage, warnings: [] }
    },
    async doStream(options) {
      options.abortSignal?.throwIfAborted()
      const reply = decide(options, now())
      return {
        stream: streamReply({
          content: contentOf(reply, options),
          finishReason: finishReasonOf(reply),
          usage,
          signal: options.abortSignal,
        }),
      }
    },
  }
}

function finishReasonOf({ calls }: Reply): LanguageModelV4FinishReason {
  return calls.length > 0 ? { unified: 'tool-calls', raw: 'tool-calls' } : { unified: 'stop', raw: 'stop' }
}

/** Ids of calls are made from the place in the conversation: the same call in another place has another. */
function contentOf({ text, calls }: Reply, { prompt }: LanguageModelV4CallOptions): LanguageModelV4Content[] {
  const place = [prompt.length, prompt.at(-1)?.content ?? null]
  return [
    ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ...calls.map(({ toolName, input }, index) => ({
      type: 'tool-call' as const,
      toolCallId: `rules_${hashJson([place, index, toolName, input]).slice(7, 31)}`,
      toolName,
      input: JSON.stringify(input),
    })),
  ]
}
