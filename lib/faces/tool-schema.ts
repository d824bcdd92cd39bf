import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '#lib/core/index.ts'
import { fittingKey } from './tool-name.ts'

export interface ToolSchema {
  schema: JsonObject
  /** Property names that had to be changed: as the model sees them → as the operation has them. */
  renamed: ReadonlyMap<string, string>
}

const dropped: ReadonlySet<string> = new Set(['$schema', '$id', '$anchor', '$comment', 'xml', 'discriminator', 'externalDocs', 'example'])
const combiners = ['allOf', 'anyOf', 'oneOf'] as const

/** A JSON Schema as model providers take it: an object at the root, no combination there, property names that fit. */
export function toolSchema(given: JsonSchema): ToolSchema {
  const renamed = new Map<string, string>()
  const root = fitted(given as Json, renamed)
  return { schema: objectRoot(isJsonObject(root) ? root : {}), renamed }
}

/** What the model sent, with the operation's own property names. */
export function restoreKeys(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (renamed.size === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((member) => restoreKeys(member, renamed))
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [renamed.get(key) ?? key, restoreKeys(member, renamed)]))
}

function fitted(value: Json, renamed: Map<string, string>): Json {
  if (Array.isArray(value)) return value.map((member) => fitted(member, renamed))
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([key]) => !dropped.has(key))
  return Object.fromEntries(entries.map(([key, member]) => [key, fitMember(key, member, renamed)]))
}

function fitMember(key: string, member: Json, renamed: Map<string, string>): Json {
  if ((key === 'const' || key === 'enum' || key === 'default' || key === 'examples') && typeof member === 'object') return member
  if (key === 'properties' && isJsonObject(member)) {
    return Object.fromEntries(Object.entries(member).map(([name, schema]) => [rename(name, renamed), fitted(schema, renamed)]))
  }
  if (key === 'required' && Array.isArray(member)) return member.map((name) => (typeof name === 'string' ? rename(name, renamed) : name))
  return fitted(member, renamed)
}

function rename(name: string, renamed: Map<string, string>): string {
  const fitting = fittingKey(name)
  if (fitting !== name) renamed.set(fitting, name)
  return fitting
}

/** Members of `allOf` hold together; of `anyOf` and `oneOf` one holds, so none of their members is required. The operation's own parse decides. */
function objectRoot(schema: JsonObject): JsonObject {
  const { allOf, anyOf, oneOf, type: _type, ...rest } = schema
  const parts = { allOf, anyOf, oneOf }
  let properties = isJsonObject(rest.properties) ? rest.properties : {}
  let required = Array.isArray(rest.required) ? rest.required : []
  for (const combiner of combiners) {
    for (const part of listed(parts[combiner])) {
      const root = objectRoot(part)
      properties = { ...(root.properties as JsonObject), ...properties }
      if (combiner === 'allOf') required = [...required, ...(Array.isArray(root.required) ? root.required : [])]
    }
  }
  const combined = combiners.some((combiner) => parts[combiner] !== undefined)
  const { additionalProperties, unevaluatedProperties, ...open } = rest
  return {
    ...open,
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
    ...(combined || additionalProperties === undefined ? {} : { additionalProperties }),
    ...(combined || unevaluatedProperties === undefined ? {} : { unevaluatedProperties }),
  }
}

function listed(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
