import { isJsonObject, type JsonSchema } from '#lib/core/index.ts'
import { LeftOut } from './left-out.ts'
import type { References } from './references.ts'

export type SchemaSide = 'input' | 'output'
type Draft = Record<string, unknown>

/** Most parts that a schema may have written out; deeper ones are then taken as they come. People and models read inputs. */
const maxParts = { input: 500, output: 250 } as const
const maxDescription = 400
const depths = [40, 12, 8, 6, 5, 4, 3, 2]

const single = [
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'items',
  'additionalProperties',
]
const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const maps = ['properties', 'patternProperties', 'dependentSchemas']
const plain = [
  'type',
  'enum',
  'const',
  'format',
  'pattern',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'writeOnly',
  'x-countersign-secret',
  'required',
  'dependentRequired',
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minContains',
  'maxContains',
  'minProperties',
  'maxProperties',
  'exclusiveMinimum',
  'exclusiveMaximum',
]

export interface Converted {
  schema: JsonSchema
  /** Parts below some depth are not checked: the schema holds itself, or is very large. */
  capped: boolean
}

/**
 * A schema of an OpenAPI 3.0 or 3.1 document as JSON Schema 2020-12 without references. What only the other side writes
 * (`readOnly` in an input) is gone, `nullable`, `example` and boolean exclusive limits are said in 2020-12's words.
 * Throws LeftOut where it leads to something that is not there.
 */
export function convertSchema(source: unknown, side: SchemaSide, references: References): Converted {
  for (const depth of depths) {
    const work = { side, references, parts: 0, capped: false, above: new Set<unknown>() }
    const schema = convert(source, work, depth)
    if (work.parts <= maxParts[side]) return { schema: schema as JsonSchema, capped: work.capped }
  }
  return { schema: {}, capped: true }
}

interface Work {
  side: SchemaSide
  references: References
  parts: number
  capped: boolean
  above: Set<unknown>
}

function convert(given: unknown, work: Work, depth: number): unknown {
  const source = work.references.follow(given)
  if (typeof source === 'boolean') return source ? {} : { not: {} }
  if (!isJsonObject(source)) throw new LeftOut('a schema is not an object')
  if (depth <= 0 || work.above.has(source)) {
    work.capped = true
    return {}
  }
  work.parts += 1
  if (work.parts > maxParts[work.side]) return {}
  work.above.add(source)
  const converted = nullable(source, keywords(source, work, depth - 1))
  work.above.delete(source)
  return converted
}

function keywords(source: Draft, work: Work, depth: number): Draft {
  const target: Draft = {}
  const inner = (value: unknown) => convert(value, work, depth)
  for (const key of plain) if (source[key] !== undefined) target[key] = source[key]
  if (typeof target.description === 'string') target.description = target.description.slice(0, maxDescription)
  for (const key of single) if (source[key] !== undefined) target[key] = inner(source[key])
  for (const key of lists) if (Array.isArray(source[key])) target[key] = source[key].map(inner)
  for (const key of maps) {
    const members = source[key]
    if (!isJsonObject(members)) continue
    target[key] = Object.fromEntries(
      Object.entries(members).flatMap(([name, member]) => (hidden(member, work) ? [] : [[name, inner(member)]])),
    )
  }
  if (Array.isArray(target.required) && isJsonObject(source.properties)) {
    const properties = source.properties
    target.required = target.required.filter((name) => !notOurs(properties[String(name)], work))
    if ((target.required as unknown[]).length === 0) delete target.required
  }
  limit(target, 'minimum', 'exclusiveMinimum')
  limit(target, 'maximum', 'exclusiveMaximum')
  if (source.example !== undefined && target.examples === undefined) target.examples = [source.example]
  if (typeof target.pattern === 'string' && mayHang(target.pattern)) delete target.pattern
  return target
}

function hidden(member: unknown, work: Work): boolean {
  return work.side === 'input' && notOurs(member, work)
}

function notOurs(member: unknown, { side, references }: Work): boolean {
  const schema = references.follow(member)
  return isJsonObject(schema) && schema[side === 'input' ? 'readOnly' : 'writeOnly'] === true
}

/** 3.0: `{minimum: 5, exclusiveMinimum: true}`; 2020-12: `{exclusiveMinimum: 5}`. */
function limit(target: Draft, inclusive: string, exclusive: string): void {
  if (typeof target[exclusive] !== 'boolean') return
  if (target[exclusive] === true && target[inclusive] !== undefined) {
    target[exclusive] = target[inclusive]
    delete target[inclusive]
  } else {
    delete target[exclusive]
  }
}

function nullable(source: Draft, target: Draft): Draft {
  if (source.nullable !== true) return target
  if (typeof target.type === 'string') {
    const values = Array.isArray(target.enum) && !target.enum.includes(null) ? { enum: [...target.enum, null] } : {}
    return { ...target, type: [target.type, 'null'], ...values }
  }
  if (Array.isArray(target.type)) return target
  const { title, description, ...rest } = target
  const words = { ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description }) }
  return Object.keys(rest).length === 0 ? target : { ...words, anyOf: [rest, { type: 'null' }] }
}

/** A repeated group that repeats inside (`(a+)+`) can take JavaScript's engine for ever; such a pattern is not enforced here. */
function mayHang(pattern: string): boolean {
  return /\([^)]*[+*}][^)]*\)[+*{]/.test(pattern)
}
