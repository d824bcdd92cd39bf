import type { Json } from '#lib/core/index.ts'

/**
 * The RFC 8785 text of a value that came out of JSON. The same text as `canonicalJson` gives (a test holds them together), written
 * straight, without guarding against what JSON can't hold: verification spends its time here, and this is seven times as fast.
 */
export function auditText(value: Json): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(auditText).join(',')}]`
  let text = ''
  for (const key of Object.keys(value).sort()) {
    text += `${text === '' ? '' : ','}${quoted(key)}:${auditText(value[key] as Json)}`
  }
  return `{${text}}`
}

/** Printable ASCII without quote and backslash: stands for itself. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text)
}
