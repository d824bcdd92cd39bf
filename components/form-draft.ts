import type { FormNode } from './form-from-schema.ts'

/** A form as it is being filled: texts and ticks, in the shape of its fields. */
export type Draft = string | boolean | { [name: string]: Draft }

export interface DraftError {
  /** Names of the properties, joined by dots. */
  path: string
  message: string
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isDraftGroup(draft: Draft | undefined): draft is { [name: string]: Draft } {
  return typeof draft === 'object'
}

/** The value as it first stands in the form. */
export function draftOf(node: FormNode, value: unknown): Draft {
  switch (node.kind) {
    case 'group':
      return Object.fromEntries(
        node.fields.map((field) => [field.name, draftOf(field.node, isRecord(value) ? value[field.name] : undefined)]),
      )
    case 'money': {
      const money = isRecord(value) ? value : {}
      return { amount: String(money.amount ?? ''), currency: String(money.currency ?? node.currencies?.[0] ?? '') }
    }
    case 'boolean':
      return value === true
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2)
    case 'choice': {
      const index = node.options.findIndex((option) => option.value === value)
      return index < 0 ? '' : String(index)
    }
    case 'text':
    case 'number':
    case 'date':
      return value === undefined || value === null ? '' : String(value)
  }
}

type Read = { ok: true; value: unknown } | { ok: false; errors: DraftError[] }

const nothing = { ok: true, value: undefined } as const
const wrong = (path: string, message: string): Read => ({ ok: false, errors: [{ path, message }] })

function readLeaf(node: Exclude<FormNode, { kind: 'group' | 'money' | 'boolean' }>, text: string, path: string): Read {
  switch (node.kind) {
    case 'text':
      if (node.maxLength !== null && text.length > node.maxLength)
        return wrong(path, `At most ${node.maxLength} characters; this has ${text.length}.`)
      return { ok: true, value: text }
    case 'number': {
      const number = Number(text)
      if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text.trim()) || !Number.isFinite(number)) return wrong(path, 'A number, like 12 or 12.5.')
      if (node.integer && !Number.isSafeInteger(number)) return wrong(path, 'A whole number.')
      if (node.minimum !== null && number < node.minimum) return wrong(path, `${node.minimum} or more.`)
      if (node.maximum !== null && number > node.maximum) return wrong(path, `${node.maximum} or less.`)
      return { ok: true, value: number }
    }
    case 'choice':
      return { ok: true, value: node.options[Number(text)]?.value }
    case 'date': {
      if (Number.isNaN(Date.parse(text)))
        return wrong(path, node.time ? 'A date and time, like 2026-11-21T14:00:00Z.' : 'A date, like 2026-11-21.')
      return { ok: true, value: text }
    }
    case 'json':
      try {
        return { ok: true, value: JSON.parse(text) }
      } catch (error) {
        return wrong(path, `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`)
      }
  }
}

function read(node: FormNode, draft: Draft | undefined, value: unknown, required: boolean, path: string): Read {
  // Untouched stays exactly what it was, whatever form it came in.
  if (draft === undefined || JSON.stringify(draft) === JSON.stringify(draftOf(node, value))) {
    if (value !== undefined || !required) return { ok: true, value }
  }
  if (node.kind === 'group') return readGroup(node, draft, value, path)
  if (node.kind === 'boolean') return { ok: true, value: draft === true }
  if (node.kind === 'money') {
    const { amount, currency } = isDraftGroup(draft) ? draft : {}
    const text = String(amount ?? '').trim()
    if (text === '' && !required) return nothing
    if (!/^-?\d{1,15}(\.\d{1,4})?$/.test(text)) return wrong(path, 'An amount with a point, like 49.90.')
    if (!/^[A-Z]{3}$/.test(String(currency))) return wrong(path, 'A currency of three letters, like EUR.')
    return { ok: true, value: { amount: text, currency } }
  }
  const text = typeof draft === 'string' ? draft : ''
  if (text.trim() === '' && !(node.kind === 'text' && required)) return required ? wrong(path, 'This is needed.') : nothing
  return readLeaf(node, text, path)
}

function readGroup(node: Extract<FormNode, { kind: 'group' }>, draft: Draft | undefined, value: unknown, path: string): Read {
  // Members that the schema does not name are kept: what cannot be seen must not be lost.
  const made: Record<string, unknown> = isRecord(value) ? { ...value } : {}
  const errors: DraftError[] = []
  for (const field of node.fields) {
    const here = path === '' ? field.name : `${path}.${field.name}`
    const result = read(field.node, isDraftGroup(draft) ? draft[field.name] : undefined, made[field.name], field.required, here)
    if (!result.ok) errors.push(...result.errors)
    else if (result.value === undefined) delete made[field.name]
    else made[field.name] = result.value
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, value: made }
}

/** The input that a filled form stands for, or what is wrong with it, field by field. */
export function valueOfDraft(node: FormNode, draft: Draft, original: unknown): Read {
  return read(node, draft, original, true, '')
}

/** What stands in a field as a person reads it; null for a group, whose fields speak for themselves. */
export function draftText(node: FormNode, draft: Draft | undefined): string | null {
  switch (node.kind) {
    case 'group':
      return null
    case 'boolean':
      return draft === true ? 'ticked' : 'not ticked'
    case 'money': {
      const { amount = '', currency = '' } = isDraftGroup(draft) ? draft : {}
      return amount === '' ? '' : `${amount} ${currency}`.trim()
    }
    case 'choice':
      return node.options[draft === '' ? -1 : Number(draft)]?.text ?? ''
    default:
      return typeof draft === 'string' ? draft : ''
  }
}

/** Whether anything was changed. */
export function isChanged(node: FormNode, draft: Draft, original: unknown): boolean {
  return JSON.stringify(draft) !== JSON.stringify(draftOf(node, original))
}
