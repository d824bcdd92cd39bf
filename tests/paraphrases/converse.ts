import type { LanguageModelV4, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider'

export interface MadeCall {
  operation: string
  effect: string
  input: Record<string, unknown>
}

type AssistantPart = Extract<LanguageModelV4Prompt[number], { role: 'assistant' }>['content'][number]
type Answer = (input: Record<string, unknown>) => unknown

/** Says the texts one after the other and lets the model call tools until it speaks. Effects are answered as waiting for an approver. */
export async function converse(
  model: LanguageModelV4,
  tools: LanguageModelV4FunctionTool[],
  texts: readonly string[],
  reads: Readonly<Record<string, Answer>>,
): Promise<{ calls: MadeCall[]; said: string[]; prompt: LanguageModelV4Prompt }> {
  const prompt: LanguageModelV4Prompt = [{ role: 'system', content: 'You are the assistant.' }]
  const calls: MadeCall[] = []
  const said: string[] = []
  for (const text of texts) {
    prompt.push({ role: 'user', content: [{ type: 'text', text }] })
    for (let step = 0; step < 10; step += 1) {
      const { content } = await model.doGenerate({ prompt, tools })
      const asked = content.filter((part) => part.type === 'tool-call')
      prompt.push({
        role: 'assistant',
        content: content.flatMap((part): AssistantPart[] => {
          if (part.type === 'text') return [{ type: 'text', text: part.text }]
          return part.type === 'tool-call'
            ? [{ type: 'tool-call', toolCallId: part.toolCallId, toolName: part.toolName, input: JSON.parse(part.input) }]
            : []
        }),
      })
      said.push(...content.flatMap((part) => (part.type === 'text' ? [part.text] : [])))
      if (asked.length === 0) break
      for (const { toolName, toolCallId, input } of asked) {
        const told = tools.find((tool) => tool.name === toolName)?.providerOptions?.countersign as
          | { operation: string; effect: string; title: string }
          | undefined
        const { operation = toolName, effect = 'read', title = toolName } = told ?? {}
        const given = JSON.parse(input) as Record<string, unknown>
        calls.push({ operation, effect, input: given })
        const actionId = `a-${calls.length}`
        const value =
          effect === 'read'
            ? { actionId, status: 'succeeded', result: reads[operation]?.(given) ?? { items: [], total: 0 } }
            : { actionId, status: 'awaiting_approval', summary: title, waitsFor: 'an approver' }
        prompt.push({
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId, toolName, output: { type: 'json', value: value as never } }],
        })
      }
    }
  }
  return { calls, said, prompt }
}
