import { z } from 'zod'

type JsonObject = Record<string, unknown>
export type SchemaOf = (type: z.ZodType, io: 'input' | 'output') => JsonObject

/**
 * JSON Schemas that can stand side by side in one document: what a schema uses more than once, itself included, is moved to
 * `shared` (the document's components/schemas), for within a document `#/$defs/…` would point nowhere.
 */
export function schemaCollector(): { schemaOf: SchemaOf; shared: Record<string, JsonObject> } {
  const shared: Record<string, JsonObject> = {}
  let parts = 0
  const schemaOf: SchemaOf = (type, io) => {
    const {
      $schema: _schema,
      $defs = {},
      ...root
    } = z.toJSONSchema(type, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as JsonObject
    const names = new Map(Object.keys($defs as JsonObject).map((name) => [`#/$defs/${name}`, `Part${++parts}`]))
    const refersToItself = JSON.stringify([root, $defs]).includes('"$ref":"#"')
    if (refersToItself) names.set('#', `Part${++parts}`)
    for (const [name, part] of Object.entries($defs as Record<string, JsonObject>)) {
      shared[names.get(`#/$defs/${name}`) ?? name] = pointed(part, names)
    }
    const whole = pointed(root, names)
    const itself = names.get('#')
    if (itself === undefined) return whole
    shared[itself] = whole
    return { $ref: `#/components/schemas/${itself}` }
  }
  return { schemaOf, shared }
}

function pointed(schema: JsonObject, names: ReadonlyMap<string, string>): JsonObject {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const name = key === '$ref' && typeof member === 'string' ? names.get(member) : undefined
        return [key, name === undefined ? walk(member) : `#/components/schemas/${name}`]
      }),
    )
  }
  return walk(schema) as JsonObject
}
