import { formatMoney, isJsonObject, isMoney } from '#lib/core/index.ts'

/** A value as a person reads it: money with its currency, text as it is, everything else as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (isMoney(value)) return formatMoney(value)
  if (Array.isArray(value) && value.every((member) => typeof member !== 'object' || isMoney(member))) return value.map(valueText).join(', ')
  return JSON.stringify(value, null, 2)
}

/** Every leaf of a value with its path in dots; money is one leaf. */
export function leavesOf(value: unknown, path = ''): { path: string; text: string }[] {
  const isLeaf = typeof value !== 'object' || value === null || isMoney(value)
  if (isLeaf) return [{ path, text: valueText(value) }]
  const entries = Object.entries(value)
  if (entries.length === 0) return path === '' ? [] : [{ path, text: Array.isArray(value) ? '[]' : '{}' }]
  return entries.flatMap(([key, member]) => leavesOf(member, path === '' ? key : `${path}.${key}`))
}

/** `snake_case` and `camelCase` names as words: "customer_email" → "Customer email". */
export function wordsOf(name: string): string {
  const words = name
    .replace(/[_.-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Members of an error or result that are one sentence already. */
export function sentenceOf(value: unknown): string | null {
  if (!isJsonObject(value)) return null
  const { message } = value
  return typeof message === 'string' ? message : null
}
