import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** RFC 8785 text of a value. `undefined` members are left out, as in JSON. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(JSON.parse(JSON.stringify(value ?? null)))
  if (text === undefined) throw new TypeError('this value has no JSON form')
  return text
}

/** `sha256:<hex>` over the RFC 8785 text of a value. */
export function hashJson(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a path in dots (`customer.email`, `items.0.id`), or undefined. */
export function valueAt(value: unknown, path: string): unknown {
  if (path === '') return value
  let current: unknown = value
  for (const step of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = (current as Record<string, unknown>)[step]
  }
  return current
}
