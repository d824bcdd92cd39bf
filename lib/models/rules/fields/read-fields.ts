import { limits } from '../limits.ts'
import { listOf, propertiesOf, resolveSchema, type SchemaNode, typeOf } from '../schema.ts'
import { type Field, isMoneyShape, memberOf, readField } from './field.ts'

/** The fields of an input schema, objects opened, in the order in which they are declared. Names that begin with `_` are the house's own and left out. */
export function readFields(schema: unknown): Field[] {
  const root = resolveSchema(schema, schema as SchemaNode)
  const fields: Field[] = []
  walk(root, root, [], true, fields)
  return fields
}

function walk(node: SchemaNode, root: SchemaNode, path: readonly string[], required: boolean, fields: Field[]): void {
  const needed = new Set(listOf(node.required))
  const names = Object.keys(propertiesOf(node)).filter((name) => !name.startsWith('_') && name !== 'constructor' && name !== 'prototype')
  for (const name of names) {
    if (fields.length >= limits.fields) return
    const member = memberOf(node, name, root)
    if (member.readOnly === true) continue
    const here = [...path, name]
    const isNeeded = required && needed.has(name)
    const opens = typeOf(member) === 'object' && !isMoneyShape(member) && here.length < limits.depth
    if (opens && Object.keys(propertiesOf(member)).length > 0) walk(member, root, here, isNeeded, fields)
    else fields.push(readField(here, member, { required: isNeeded, siblings: names }))
  }
}
