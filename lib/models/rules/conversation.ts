import type { LanguageModelV4Prompt, LanguageModelV4ToolResultOutput } from '@ai-sdk/provider'
import { isJsonObject } from '#lib/core/index.ts'
import { limits } from './limits.ts'

/** What a tool answered, as far as this model can tell. */
export interface Outcome {
  actionId: string | null
  /** An action's status; `failed` for an answer that is an error. */
  status: string
  result: unknown
  summary: string | null
  waitsFor: string | null
  /** Why it failed or was denied, in words. */
  error: string | null
  /** What came back was written by others. */
  outside: boolean
  /** Of a planned one: what the policy says, and why. */
  verdict: string | null
  reasons: readonly string[]
}

export interface Call {
  toolName: string
  input: Readonly<Record<string, unknown>>
  /** Null while it runs. */
  outcome: Outcome | null
}

/** One exchange: what the person wrote and which tools were called for it. */
export interface Turn {
  text: string
  calls: Call[]
}

/** The turns of a prompt, oldest first. Only what has the role of the user counts as said by the person. */
export function readTurns(prompt: LanguageModelV4Prompt): Turn[] {
  const turns: Turn[] = []
  const byId = new Map<string, Call>()
  for (const message of prompt) {
    if (message.role === 'user') {
      const text = message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n')
      turns.push({ text, calls: [] })
    } else if (message.role === 'assistant' || message.role === 'tool') {
      for (const part of message.content) {
        if (part.type === 'tool-call') {
          const call: Call = { toolName: part.toolName, input: readInput(part.input), outcome: null }
          byId.set(part.toolCallId, call)
          turns.at(-1)?.calls.push(call)
        } else if (part.type === 'tool-result') {
          const call = byId.get(part.toolCallId)
          if (call !== undefined) call.outcome = readOutcome(part.output)
        }
      }
    }
  }
  return turns
}

function readInput(input: unknown): Record<string, unknown> {
  const value = typeof input === 'string' ? parseJson(input) : input
  return isJsonObject(value) ? value : {}
}

/** JSON where the text is JSON, else the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not every tool answers in JSON; its text is then the answer.
    return text
  }
}

function readOutcome(output: LanguageModelV4ToolResultOutput): Outcome {
  if (output.type === 'execution-denied') return { ...emptyOutcome, status: 'denied', error: output.reason ?? null }
  if (output.type === 'content') return fromValue(parseJson(output.value.map((part) => (part.type === 'text' ? part.text : '')).join('')))
  const value = typeof output.value === 'string' ? parseJson(output.value) : output.value
  if (output.type === 'error-text' || output.type === 'error-json')
    return { ...fromValue(value), status: 'failed', error: `${errorText(value) ?? 'no reason given'}${fieldErrors(value)}` }
  return fromValue(value)
}

const emptyOutcome: Outcome = {
  actionId: null,
  status: 'succeeded',
  result: null,
  summary: null,
  waitsFor: null,
  error: null,
  outside: false,
  verdict: null,
  reasons: [],
}

/** An outcome from what a tool gave back, also from an entry of an `[outcomes]` message. */
export function fromValue(value: unknown): Outcome {
  if (!isJsonObject(value)) return { ...emptyOutcome, result: value ?? null }
  const isAction =
    typeof value.status === 'string' &&
    (value.status === 'planned' || typeof value.actionId === 'string' || 'result' in value || 'error' in value)
  if (!isAction) return { ...emptyOutcome, result: value, ...('error' in value ? { status: 'failed', error: errorText(value) } : {}) }
  return {
    actionId: typeof value.actionId === 'string' ? value.actionId : null,
    status: String(value.status),
    result: value.result ?? null,
    summary: typeof value.summary === 'string' && value.summary !== '' ? value.summary : null,
    waitsFor: waitsForText(value.waitsFor),
    error: errorText(value.error) ?? (value.status === 'denied' && typeof value.note === 'string' ? value.note : null),
    outside: value.outside === true,
    verdict: typeof value.verdict === 'string' ? value.verdict : null,
    reasons: Array.isArray(value.reasons) ? value.reasons.filter((reason) => typeof reason === 'string') : [],
  }
}

/** What did not fit, field by field, as the house lists it. */
function fieldErrors(value: unknown): string {
  if (!isJsonObject(value) || !Array.isArray(value.errors)) return ''
  const told = value.errors
    .slice(0, 5)
    .flatMap((one) => (isJsonObject(one) && typeof one.message === 'string' ? [`${String(one.path ?? '')}: ${one.message}`] : []))
  return told.length === 0 ? '' : ` (${told.join('; ')})`
}

function errorText(value: unknown): string | null {
  if (typeof value === 'string') return value.slice(0, limits.quoted)
  if (!isJsonObject(value)) return null
  for (const name of ['message', 'detail', 'reason', 'error', 'title', 'note']) {
    const inner = value[name]
    if (typeof inner === 'string' && inner !== '') return inner.slice(0, limits.quoted)
    if (isJsonObject(inner) && name === 'error') return errorText(inner)
  }
  return null
}

/** Who must agree: a sentence as it is, a list of people or roles joined. */
function waitsForText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  if (Array.isArray(value)) {
    const parts = value.slice(0, 5).flatMap((one) => waitsForText(one) ?? [])
    return parts.length === 0 ? null : parts.join(' and ')
  }
  if (!isJsonObject(value)) return null
  if (typeof value.name === 'string') return value.name
  if (typeof value.role !== 'string') return null
  const count = typeof value.quorum === 'number' ? value.quorum : 1
  const who = count > 1 ? `${count} people with the role ${value.role}` : `${/^[aeiou]/i.test(value.role) ? 'an' : 'a'} ${value.role}`
  return value.requesterExcluded === true ? `${who} who is not you` : who
}
