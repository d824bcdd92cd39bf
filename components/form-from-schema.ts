import type { JsonSchema } from '#lib/core/index.ts'

/** What a field is drawn as. */
export type FormNode =
  | { kind: 'text'; multiline: boolean; email: boolean; maxLength: number | null }
  | { kind: 'number'; integer: boolean; minimum: number | null; maximum: number | null }
  | { kind: 'choice'; options: { value: unknown; text: string }[] }
  | { kind: 'boolean' }
  | { kind: 'date'; time: boolean }
  | { kind: 'money'; currencies: string[] | null }
  | { kind: 'group'; fields: FormField[] }
  | { kind: 'json' }

export interface FormField {
  /** The property's name. */
  name: string
  label: string
  help: string | null
  required: boolean
  node: FormNode
}

const deepest = 6

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `orderId`, `order_id` → "Order id". */
export function labelOf(name: string): string {
  const words = name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/[_\-.]+/g, ' ')
    .trim()
    .toLocaleLowerCase('en')
  return words.charAt(0).toLocaleUpperCase('en') + words.slice(1)
}

/** A schema with its local reference followed, one `allOf` taken in and `null` taken out; {} where that leads nowhere. */
function resolved(schema: unknown, root: JsonSchema, depth = 0): Record<string, unknown> {
  if (!isRecord(schema) || depth > deepest) return {}
  if (typeof schema.$ref === 'string') {
    if (!schema.$ref.startsWith('#/')) return {}
    let target: unknown = root
    for (const step of schema.$ref.slice(2).split('/')) {
      target = isRecord(target) ? target[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
    }
    const { $ref: _ref, ...beside } = schema
    return { ...resolved(target, root, depth + 1), ...beside }
  }
  for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
    const members = schema[key]
    if (!Array.isArray(members)) continue
    const others = members.filter((member) => !(isRecord(member) && member.type === 'null'))
    if (others.length !== 1) return {}
    const { [key]: _members, ...beside } = schema
    return { ...resolved(others[0], root, depth + 1), ...beside }
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null')
    return { ...schema, type: types.length === 1 ? types[0] : undefined }
  }
  return schema
}

function isMoneySchema(properties: Record<string, unknown>): boolean {
  return Object.keys(properties).sort().join() === 'amount,currency'
}

function nodeOf(schema: unknown, root: JsonSchema, depth: number): FormNode {
  const one = resolved(schema, root)
  const number = (value: unknown) => (typeof value === 'number' ? value : null)
  if ('const' in one) return { kind: 'choice', options: [{ value: one.const, text: String(one.const) }] }
  if (Array.isArray(one.enum)) {
    const options = one.enum.filter((value) => value !== null)
    if (options.some((value) => typeof value === 'object')) return { kind: 'json' }
    return { kind: 'choice', options: options.map((value) => ({ value, text: String(value) })) }
  }
  switch (one.type) {
    case 'string': {
      if (one.format === 'date' || one.format === 'date-time') return { kind: 'date', time: one.format === 'date-time' }
      const maxLength = number(one.maxLength)
      return {
        kind: 'text',
        multiline: one.format === undefined && (maxLength === null || maxLength > 120),
        email: one.format === 'email',
        maxLength,
      }
    }
    case 'integer':
    case 'number':
      return { kind: 'number', integer: one.type === 'integer', minimum: number(one.minimum), maximum: number(one.maximum) }
    case 'boolean':
      return { kind: 'boolean' }
    case 'object': {
      if (!isRecord(one.properties) || Object.keys(one.properties).length === 0 || depth >= deepest) return { kind: 'json' }
      if (isMoneySchema(one.properties)) {
        const { amount, currency } = { amount: resolved(one.properties.amount, root), currency: resolved(one.properties.currency, root) }
        const listed = Array.isArray(currency.enum) ? currency.enum : 'const' in currency ? [currency.const] : null
        if (amount.type === 'string') return { kind: 'money', currencies: listed?.map(String) ?? null }
      }
      return { kind: 'group', fields: fieldsOf(one, root, depth + 1) }
    }
    default:
      return { kind: 'json' }
  }
}

function fieldsOf(schema: Record<string, unknown>, root: JsonSchema, depth: number): FormField[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries(isRecord(schema.properties) ? schema.properties : {}).map(([name, member]) => {
    const one = resolved(member, root)
    return {
      name,
      label: typeof one.title === 'string' ? one.title : labelOf(name),
      help: typeof one.description === 'string' ? one.description : null,
      required: required.includes(name),
      node: nodeOf(member, root, depth),
    }
  })
}

/** The form for a JSON Schema. What has no field of its own kind becomes a text of JSON, so that nothing is out of reach. */
export function formFromSchema(schema: JsonSchema): FormNode {
  return nodeOf(schema, schema, 0)
}
