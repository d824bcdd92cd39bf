import { AppError } from './errors.ts'
import { isJsonObject } from './json.ts'
import type { Preview } from './preview.ts'
import type { JsonSchema } from './schema.ts'
import { isSecretName } from './secret-names.ts'

/** Stands where a secret was; says nothing of its length. */
export const secretMask = '••••••••'
/** A shorter secret found in running text would be any word. */
const leastInText = 4
/** Schemas that apply to one value at most: a document's own knots end here. */
const mostParts = 64

type Parts = readonly JsonSchema[]
interface Walk {
  root: JsonSchema
  /** What stands for a secret. `beside` is what the second value has at this place; `sure`: the two have the same shape down to here. */
  secret: (value: unknown, beside: unknown, place: { path: string; sure: boolean }) => unknown
  /** What stands for any other text. */
  text?: Walk['secret']
}
interface Place {
  name: string
  path: string
  beside: unknown
  sure: boolean
  /** Something above says that all texts here are secret. */
  within: boolean
}

/**
 * A copy of `value` with its secrets masked: what its schema marks `format: password`, `writeOnly` (texts) or `x-countersign-secret`,
 * and texts and numbers whose name says so. With `path` (in dots), `value` is what stands there in a value of the schema.
 * For everything that people, models and other systems are shown; what is sent and what the digest covers stay as they are.
 */
export function maskSecrets(schema: JsonSchema, value: unknown, path = ''): unknown {
  const walk: Walk = { root: schema, secret: () => secretMask }
  const steps = path === '' ? [] : path.split('.')
  let parts = expand([schema], schema)
  let within = false
  for (const step of steps.slice(0, -1)) {
    within ||= saysTexts(parts, step)
    parts = expand(membersAt(parts, step), schema)
  }
  const name = steps.at(-1) ?? ''
  if (steps.length > 0) parts = expand(membersAt(parts, name), schema)
  return visit(value, parts, walk, { name, path, beside: undefined, sure: true, within })
}

/** A copy of an input as it may be seen: its secrets masked, also where another of its texts repeats one. */
export function maskInput(schema: JsonSchema, input: unknown): unknown {
  return hideSecrets(maskSecrets(schema, input), secretsIn(schema, input))
}

/** The texts that are secret in a value, for `hideSecrets`. */
export function secretsIn(schema: JsonSchema, value: unknown): string[] {
  const found: string[] = []
  const secret = (one: unknown) => {
    collect(one, found)
    return one
  }
  visit(value, expand([schema], schema), { root: schema, secret }, topPlace(undefined))
  return [...new Set(found)]
}

/** A value whose texts are without these secrets, wherever they occur in them, also as JSON writes them. */
export function hideSecrets<T>(value: T, secrets: readonly string[]): T {
  const long = secrets.filter((secret) => secret.length >= leastInText).sort((a, b) => b.length - a.length)
  if (long.length === 0) return value
  const clean = (text: string) =>
    long.reduce((left, secret) => left.replaceAll(secret, secretMask).replaceAll(JSON.stringify(secret).slice(1, -1), secretMask), text)
  const deep = (one: unknown): unknown => {
    if (typeof one === 'string') return clean(one)
    if (Array.isArray(one)) return one.map(deep)
    return isJsonObject(one) ? Object.fromEntries(Object.entries(one).map(([key, member]) => [key, deep(member)])) : one
  }
  return deep(value) as T
}

/**
 * An edited value with every mask that was left in it replaced by the secret of the original: the form never showed it.
 * Throws `invalid` where it cannot be known which secret is meant (a list grew or shrank, there was none).
 */
export function keepSecrets(schema: JsonSchema, edited: unknown, original: unknown): unknown {
  const secrets = secretsIn(schema, original)
  const unclear = (path: string) =>
    new AppError('invalid', 'A secret has to be typed anew.', {
      errors: [{ path: `input.${path}`, message: 'It is not clear which secret is meant here. Type it in full.' }],
    })
  const secret: Walk['secret'] = (value, beside, { path, sure }) => {
    if (value !== secretMask) return value
    if (sure && beside !== undefined && beside !== null) return beside
    throw unclear(path)
  }
  // Another text that repeats a secret was shown without it.
  const text: Walk['secret'] = (value, beside, { path, sure }) => {
    if (secrets.length === 0 || typeof value !== 'string' || !value.includes(secretMask)) return value
    if (sure && value === hideSecrets(beside, secrets)) return beside
    if (typeof beside === 'string' && beside !== hideSecrets(beside, secrets)) throw unclear(path)
    return value
  }
  return visit(edited, expand([schema], schema), { root: schema, secret, text }, topPlace(original))
}

/** A preview as it may be shown: its changes masked by their paths, and nothing of the input's secrets in its words. */
export function maskPreview(schema: JsonSchema, input: unknown, preview: Preview): Preview {
  const secrets = secretsIn(schema, input)
  const words = (text: string) => hideSecrets(text, secrets)
  const shown = (value: Preview['changes'][number]['after'], path: string) =>
    hideSecrets(maskSecrets(schema, value, path), secrets) as Preview['changes'][number]['after']
  return {
    summary: words(preview.summary),
    changes: preview.changes.map(({ path, label, before, after }) => ({
      path,
      label: words(label),
      before: shown(before, path),
      after: shown(after, path),
    })),
    warnings: preview.warnings.map(words),
  }
}

function topPlace(beside: unknown): Place {
  return { name: '', path: '', beside, sure: true, within: false }
}

function visit(value: unknown, parts: Parts, walk: Walk, place: Place): unknown {
  if (value === null || value === undefined || value === '') return value
  const { path, beside, sure, name } = place
  const marked = parts.some((part) => part.format === 'password' || part['x-countersign-secret'] === true)
  if (marked) return walk.secret(value, beside, { path, sure })
  const texts = place.within || saysTexts(parts, name)
  if (typeof value !== 'object') {
    const secret = typeof value === 'string' ? texts : typeof value === 'number' && isSecretName(name)
    const stands = secret ? walk.secret : walk.text
    return stands === undefined ? value : stands(value, beside, { path, sure })
  }
  const list = Array.isArray(value)
  const same = !list || (Array.isArray(beside) && beside.length === value.length)
  const member = (key: string, one: unknown) =>
    visit(one, expand(membersAt(parts, key), walk.root), walk, {
      // A place in a list has the list's name.
      name: list ? name : key,
      path: path === '' ? key : `${path}.${key}`,
      beside: typeof beside === 'object' && beside !== null && Object.hasOwn(beside, key) ? Reflect.get(beside, key) : undefined,
      sure: sure && same,
      within: texts,
    })
  if (list) return value.map((one, index) => member(String(index), one))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, member(key, one)]))
}

function saysTexts(parts: Parts, name: string): boolean {
  return isSecretName(name) || parts.some((part) => part.writeOnly === true)
}

function collect(value: unknown, found: string[]): void {
  if (typeof value === 'string') found.push(value)
  else if (typeof value === 'number') found.push(String(value))
  else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) collect(member, found)
}

/** All schemas that speak about a value: references followed, every branch taken. A secret in one branch is a secret. */
function expand(parts: Parts, root: JsonSchema): JsonSchema[] {
  const found = new Set<JsonSchema>()
  const open: unknown[] = [...parts]
  while (open.length > 0 && found.size < mostParts) {
    const part = open.pop()
    if (!isJsonObject(part) || found.has(part)) continue
    found.add(part)
    if (typeof part.$ref === 'string') open.push(referred(root, part.$ref))
    for (const key of ['allOf', 'anyOf', 'oneOf']) if (Array.isArray(part[key])) open.push(...part[key])
    for (const key of ['if', 'then', 'else']) open.push(part[key])
  }
  return [...found]
}

function referred(root: JsonSchema, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined
  let at: unknown = root
  for (const step of reference.slice(1).split('/').filter(Boolean)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    at = typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined
  }
  return at
}

function membersAt(parts: Parts, key: string): JsonSchema[] {
  return parts.flatMap((part) => {
    const { properties, patternProperties, additionalProperties, items, prefixItems } = part as Record<string, unknown>
    const own = isJsonObject(properties) && Object.hasOwn(properties, key) ? [properties[key]] : [additionalProperties]
    // A pattern is not run: it may hang, and a field too many that is masked does no harm.
    const patterns = isJsonObject(patternProperties) ? Object.values(patternProperties) : []
    const place = /^\d+$/.test(key) ? [Array.isArray(prefixItems) ? prefixItems[Number(key)] : undefined, items] : []
    return [...own, ...patterns, ...place].filter(isJsonObject)
  })
}
