import { isJsonObject, type JsonSchema } from '#lib/core/index.ts'
import { convertSchema } from './convert-schema.ts'
import type { BodyTemplate } from './declaration.ts'
import { LeftOut } from './left-out.ts'
import type { Field } from './read-parameters.ts'
import type { References } from './references.ts'

export interface ReadBody {
  template: BodyTemplate | null
  fields: Map<string, Field>
  /** What members that are not listed must fit; false: there are none. */
  additional: unknown
  capped: boolean
}

/** The body of one operation, as fields beside the parameters where that is possible. Throws LeftOut for types that are not JSON or a form. */
export function readBody(given: unknown, taken: ReadonlySet<string>, references: References): ReadBody {
  const nothing: ReadBody = { template: null, fields: new Map(), additional: false, capped: false }
  if (given === undefined) return nothing
  const source = references.follow(given)
  if (!isJsonObject(source)) throw new LeftOut('its body is not described by an object')
  const types = isJsonObject(source.content) ? source.content : {}
  if (Object.keys(types).length === 0) return nothing
  const contentType = chooseType(Object.keys(types))
  const media = types[contentType]
  const { schema, capped } = convertSchema(isJsonObject(media) ? (media.schema ?? {}) : {}, 'input', references)
  const encoding = /urlencoded/.test(contentType) ? 'form' : 'json'
  const template = { encoding, contentType: contentType === '*/*' ? 'application/json' : contentType } as const

  const object = plainObject(schema)
  const names = Object.keys(object?.properties ?? {})
  if (object === null || names.some((name) => taken.has(name))) {
    const field = taken.has('body') ? 'request_body' : 'body'
    const fields = new Map([[field, { schema, required: source.required === true }]])
    return { template: { ...template, whole: field }, fields, additional: false, capped }
  }
  const fields = new Map(names.map((name) => [name, { schema: object.properties[name] ?? {}, required: object.required.includes(name) }]))
  const rest = object.additional !== undefined && object.additional !== false && !isNothing(object.additional)
  return { template: { ...template, fields: names, rest }, fields, additional: rest ? object.additional : false, capped }
}

function chooseType(types: readonly string[]): string {
  const chosen =
    types.find((type) => /^application\/json\b/i.test(type)) ??
    types.find((type) => /\+json\b/i.test(type)) ??
    types.find((type) => /^application\/x-www-form-urlencoded\b/i.test(type)) ??
    types.find((type) => type === '*/*')
  if (chosen === undefined) throw new LeftOut(`its body is ${types.join(' or ')}; only JSON and forms can be sent`)
  return chosen
}

function isNothing(schema: unknown): boolean {
  return isJsonObject(schema) && isJsonObject(schema.not) && Object.keys(schema.not).length === 0
}

interface PlainObject {
  properties: Record<string, JsonSchema>
  required: string[]
  additional: unknown
}

const understood = new Set([
  ...['type', 'properties', 'required', 'additionalProperties', 'allOf', 'title', 'description', 'examples', 'default', 'deprecated'],
  ...['minProperties', 'maxProperties'],
])

/** An object whose members can stand beside others: nothing but a list of properties, `allOf` of such included. */
function plainObject(schema: JsonSchema): PlainObject | null {
  if (Object.keys(schema).some((key) => !understood.has(key))) return null
  if (schema.type !== undefined && schema.type !== 'object') return null
  const merged: PlainObject = { properties: {}, required: [], additional: schema.additionalProperties }
  const parts = Array.isArray(schema.allOf) ? schema.allOf.map((part) => plainPart(part as JsonSchema)) : []
  for (const part of [...parts, own(schema)]) {
    if (part === null) return null
    for (const [name, member] of Object.entries(part.properties)) {
      const before = merged.properties[name]
      merged.properties[name] = before === undefined ? member : { allOf: [before, member] }
    }
    merged.required.push(...part.required)
    merged.additional ??= part.additional
  }
  return Object.keys(merged.properties).length === 0 ? null : merged
}

function plainPart(schema: JsonSchema): PlainObject | null {
  const onlyRequired = Object.keys(schema).every((key) => key === 'required' || key === 'description' || key === 'type')
  return onlyRequired ? own(schema) : plainObject(schema)
}

function own(schema: JsonSchema): PlainObject {
  const properties = isJsonObject(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : {}
  const required = Array.isArray(schema.required) ? schema.required.map(String) : []
  return { properties, required, additional: schema.additionalProperties }
}
