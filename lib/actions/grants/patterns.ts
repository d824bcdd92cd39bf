import { z } from 'zod'
import { canonicalJson, isJsonObject, isMoney, money, toMinor } from '#lib/core/index.ts'

/** Where in an input: a JSON Pointer (RFC 6901), so that no name in it can be mistaken for a path. */
const path = z
  .string()
  .max(500)
  .regex(/^(\/([^~/]|~[01])*)*$/, 'a JSON Pointer, like /amount')

const most = z.union([z.number().positive(), money.refine((value) => toMinor(value) > 0n, 'more than nothing')])

/** What one place of the input may hold. */
export const patternSchema = z.union([
  z.strictObject({ path, equals: z.json() }),
  z.strictObject({ path, oneOf: z.array(z.json()).min(1).max(100) }),
  z.strictObject({ path, atMost: most }),
  z.strictObject({ path, any: z.literal(true) }),
])
export type Pattern = z.infer<typeof patternSchema>

export const patternsSchema = z
  .array(patternSchema)
  .min(1)
  .max(200)
  .superRefine((patterns, context) => {
    const seen = new Set<string>()
    patterns.forEach((pattern, index) => {
      if (seen.has(pattern.path)) context.addIssue({ code: 'custom', path: [index, 'path'], message: 'has a pattern already' })
      seen.add(pattern.path)
    })
  })

/**
 * Whether these patterns say yes to this whole input. Closed: every leaf must be covered by a pattern at its own path, or by one that
 * names a whole part as equal, so what nobody thought of (a further recipient, a new field, one more line) does not fit. `any` stands
 * for one text, number, truth value or null, never for a part with members; what any other pattern names has to be there. Pure.
 */
export function coversInput(patterns: readonly Pattern[], input: unknown): boolean {
  const open = new Map(patterns.map((pattern) => [pattern.path, pattern]))
  return covers(open, input, '') && [...open.values()].every((pattern) => 'any' in pattern)
}

/** Takes the patterns that fit out of `open`. */
function covers(open: Map<string, Pattern>, value: unknown, at: string): boolean {
  const pattern = open.get(at)
  if (pattern !== undefined) {
    open.delete(at)
    return fits(pattern, value)
  }
  const members = membersOf(value)
  return members.length > 0 && members.every(([key, member]) => covers(open, member, pointerTo(at, key)))
}

function fits(pattern: Pattern, value: unknown): boolean {
  if ('any' in pattern) return typeof value !== 'object' || value === null
  if ('equals' in pattern) return same(pattern.equals, value)
  if ('oneOf' in pattern) return pattern.oneOf.some((one) => same(one, value))
  const { atMost } = pattern
  // Nothing and less than nothing may mean something else there ("all of it", a charge instead of a refund).
  if (typeof atMost === 'number') return typeof value === 'number' && Number.isFinite(value) && value > 0 && value <= atMost
  if (!isMoney(value) || value.currency !== atMost.currency) return false
  const minor = toMinor(value)
  return minor > 0n && minor <= toMinor(atMost)
}

function same(one: unknown, other: unknown): boolean {
  return other !== undefined && canonicalJson(one) === canonicalJson(other)
}

function membersOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((member, index) => [String(index), member])
  return isJsonObject(value) ? Object.entries(value) : []
}

function pointerTo(at: string, key: string): string {
  return `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Names of texts that people write to be read. Everything else may be an id or an address. */
const freeText = /^(reason|body|text|subject|comment|note|notes|description|message|memo)$/i

/**
 * What a grant made from this input would say: amounts at most, texts to be read anything, all else exactly this. A proposal for a
 * person to change. Pure.
 */
export function proposePatterns(input: unknown, at = ''): Pattern[] {
  if (isMoney(input) && toMinor(input) > 0n) return [{ path: at, atMost: input }]
  const members = membersOf(input)
  if (members.length > 0) return members.flatMap(([key, member]) => proposePatterns(member, pointerTo(at, key)))
  const name = at.slice(at.lastIndexOf('/') + 1)
  if (typeof input === 'string' && freeText.test(name)) return [{ path: at, any: true }]
  return [{ path: at, equals: z.json().parse(input) }]
}
