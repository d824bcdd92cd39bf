import type { IncomingMessage } from 'node:http'
import { Ajv2020 } from 'ajv/dist/2020.js'

/** As far as the tests look at it. */
export interface AnthropicRequest {
  model: string
  max_tokens: number
  stream?: boolean
  system?: string | { type: 'text'; text: string }[]
  messages: AnthropicMessage[]
  tools?: { name: string; description?: string; input_schema: Record<string, unknown> }[]
}

export interface AnthropicMessage {
  role: 'user' | 'assistant'
  content: string | AnthropicBlock[]
}

export type AnthropicBlock =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown }
  | { type: 'tool_result'; tool_use_id: string; content: string | { type: string; text: string }[]; is_error?: boolean }

const ajv = new Ajv2020({ strict: false, validateFormats: false })

/** What the real API would refuse in this request, and what ours must never send. */
export function problemsOf(request: IncomingMessage, body: AnthropicRequest, key: string): string[] {
  const problems: string[] = []
  if (request.method !== 'POST' || request.url !== '/v1/messages')
    problems.push(`${request.method} ${request.url} is no address of the API`)
  if (request.headers['x-api-key'] !== key) problems.push('the key is not the one that was given')
  if (request.headers['anthropic-version'] !== '2023-06-01') problems.push('anthropic-version is missing')
  if (body.stream !== true) problems.push('an answer was asked for that does not stream')
  if (JSON.stringify(body).includes(key)) problems.push('the key stands in the body')
  if (body.messages[0]?.role !== 'user') problems.push('the first message is not the user’s')
  return [...problems, ...toolProblems(body), ...answerProblems(body.messages)]
}

function toolProblems({ tools = [] }: AnthropicRequest): string[] {
  const problems: string[] = []
  if (tools.length > 25) problems.push(`${tools.length} tools were offered`)
  if (new Set(tools.map(({ name }) => name)).size !== tools.length) problems.push('two tools have one name')
  for (const { name, input_schema: schema } of tools) {
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) problems.push(`the tool name ${name} does not fit`)
    if (schema.type !== 'object') problems.push(`${name}: the schema is no object`)
    for (const key of ['oneOf', 'anyOf', 'allOf', '$schema']) if (key in schema) problems.push(`${name}: ${key} at the root`)
    for (const property of Object.keys((schema.properties ?? {}) as object)) {
      if (!/^[a-zA-Z0-9_.-]{1,64}$/.test(property)) problems.push(`${name}: the property ${property} does not fit`)
    }
    if (ajv.validateSchema(schema) !== true) problems.push(`${name}: ${ajv.errorsText()}`)
  }
  return problems
}

function answerProblems(messages: readonly AnthropicMessage[]): string[] {
  return messages.flatMap((message, index) => {
    const next = messages[index + 1]
    const asked = blocksOf(message).flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
    const answered = next === undefined ? [] : blocksOf(next).flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    const same = message.role === next?.role ? [`two ${message.role} messages follow each other`] : []
    return [...same, ...asked.filter((id) => !answered.includes(id)).map((id) => `${id} is not answered in the next message`)]
  })
}

export function blocksOf({ content }: AnthropicMessage): AnthropicBlock[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content
}

/** The tool results of the last message, parsed. */
export function lastResults(request: AnthropicRequest): Record<string, unknown>[] {
  const last = request.messages.at(-1)
  return last === undefined
    ? []
    : blocksOf(last).flatMap((block) => {
        if (block.type !== 'tool_result') return []
        const text = typeof block.content === 'string' ? block.content : block.content.map(({ text }) => text).join('')
        return [JSON.parse(text) as Record<string, unknown>]
      })
}

/** The words of the last message. */
export function lastText(request: AnthropicRequest): string {
  const last = request.messages.at(-1)
  return last === undefined
    ? ''
    : blocksOf(last)
        .flatMap((block) => (block.type === 'text' ? [block.text] : []))
        .join('\n')
}
