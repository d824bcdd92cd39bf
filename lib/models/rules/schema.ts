import { isJsonObject } from '#lib/core/index.ts'
import { limits } from './limits.ts'

export type SchemaNode = Readonly<Record<string, unknown>>

/** The schema that a node stands for: `$ref` inside the same document followed, `allOf` merged, the first choice that is not null of `anyOf` and `oneOf` taken. */
export function resolveSchema(node: unknown, root: SchemaNode, depth = 0): SchemaNode {
  if (!isJsonObject(node) || depth > limits.depth) return {}
  if (typeof node.$ref === 'string') return resolveSchema(atPointer(root, node.$ref), root, depth + 1)
  if (Array.isArray(node.allOf)) {
    const parts = node.allOf.slice(0, 5).map((part) => resolveSchema(part, root, depth + 1))
    const { allOf: _allOf, ...own } = node
    return [own as SchemaNode, ...parts].reduce(merge)
  }
  const choices = Array.isArray(node.anyOf) ? node.anyOf : Array.isArray(node.oneOf) ? node.oneOf : null
  if (choices === null) return node
  const chosen = choices.slice(0, 5).map((choice) => resolveSchema(choice, root, depth + 1))
  const { anyOf: _anyOf, oneOf: _oneOf, ...own } = node
  return merge(own as SchemaNode, chosen.find((choice) => typeOf(choice) !== 'null') ?? {})
}

function merge(left: SchemaNode, right: SchemaNode): SchemaNode {
  const required = [...listOf(left.required), ...listOf(right.required)]
  return {
    ...right,
    ...left,
    ...(left.properties || right.properties ? { properties: { ...propertiesOf(right), ...propertiesOf(left) } } : {}),
    ...(required.length > 0 ? { required } : {}),
  }
}

function atPointer(root: SchemaNode, pointer: string): unknown {
  if (!pointer.startsWith('#/')) return undefined
  let current: unknown = root
  for (const step of pointer.slice(2, 400).split('/')) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (!isJsonObject(current) || !Object.hasOwn(current, key)) return undefined
    current = current[key]
  }
  return current
}

export function propertiesOf(node: SchemaNode): Readonly<Record<string, unknown>> {
  return isJsonObject(node.properties) ? node.properties : {}
}

/** The strings of a list, nothing where it is none. */
export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}

/** The type that matters: of several the first that is not null; guessed where none is said. */
export function typeOf(node: SchemaNode): string {
  const { type } = node
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return listOf(type).find((one) => one !== 'null') ?? 'null'
  if (node.properties !== undefined) return 'object'
  if (node.items !== undefined) return 'array'
  if (Array.isArray(node.enum)) return typeof node.enum.find((value) => value !== null)
  return 'const' in node ? typeof node.const : 'string'
}

/** A pattern of a schema, where running it on a short text is safe: no group repeated, nothing nested, no back reference. */
export function safePattern(pattern: unknown): RegExp | null {
  if (typeof pattern !== 'string' || pattern.length > 120 || /\)[*+{]|\\[1-9]|\(\?[=!<]/.test(pattern)) return null
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return null
  }
}

/** Whether a short text fits a schema's pattern; true where there is none or it cannot be run safely. */
export function fitsPattern(text: string, pattern: unknown): boolean {
  const compiled = text.length <= 64 ? safePattern(pattern) : null
  return compiled === null || compiled.test(text)
}
