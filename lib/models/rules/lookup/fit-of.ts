import type { Ability } from '../ability.ts'
import { type Field, nounOfId } from '../fields/field.ts'
import { limits } from '../limits.ts'
import { propertiesOf, resolveSchema, type SchemaNode, typeOf } from '../schema.ts'
import { wordsOfName } from '../words.ts'

/** How well a read's answer serves a field: 0 not at all. */
export function fitOf(ability: Ability, field: Field): number {
  if (field.role === 'email') return outputNames(ability.output).some((path) => isAddressName(path.at(-1) ?? '')) ? 1 : 0
  if (field.role !== 'id') return 0
  const paths = outputNames(ability.output)
  const isAbout = field.noun.length > 0 && field.noun.every((word) => ability.nouns.has(word))
  if (paths.some((path) => path.at(-1) === field.name && field.name !== 'id')) return isAbout ? 3 : 2
  const holdsId = paths.some((path) => path.at(-1) === 'id')
  if (isAbout && holdsId) return 3
  return paths.some(
    (path) => path.length > 1 && path.at(-1) === 'id' && nounOfId(wordsOfName(singular(path.at(-2) ?? ''))).join() === field.noun.join(),
  )
    ? 2
    : 0
}

export function isAddressName(name: string): boolean {
  const words = wordsOfName(name)
  return words.includes('email') || words.join('') === 'emailaddress'
}

function singular(name: string): string {
  return name.endsWith('s') ? name.slice(0, -1) : name
}

/** The names in an output schema, lists opened, each with the way to it. */
export function outputNames(schema: SchemaNode): string[][] {
  const paths: string[][] = []
  const walk = (given: unknown, path: string[]): void => {
    if (path.length > limits.depth || paths.length > 400) return
    const node = resolveSchema(given, schema)
    if (typeOf(node) === 'array') walk(node.items, path)
    for (const [name, member] of Object.entries(propertiesOf(node))) {
      paths.push([...path, name])
      walk(member, [...path, name])
    }
  }
  walk(schema, [])
  return paths
}
