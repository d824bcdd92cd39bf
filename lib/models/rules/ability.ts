import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { isJsonObject } from '#lib/core/index.ts'
import type { Field } from './fields/field.ts'
import { readFields } from './fields/read-fields.ts'
import { type ExampleForm, formOf } from './fits-example.ts'
import { limits } from './limits.ts'
import { resolveSchema, type SchemaNode } from './schema.ts'
import { contentStems, stem, wordsOfName } from './words.ts'

/** A tool as this model understands it. Everything it knows comes from the tool's own declaration. */
export interface Ability {
  toolName: string
  operation: string
  title: string
  description: string
  examples: readonly string[]
  forms: readonly ExampleForm[]
  effect: 'read' | 'write' | 'irreversible'
  connection: { name: string; title: string }
  fields: readonly Field[]
  output: SchemaNode
  /** Stem of the verb that it is named after, and those of its title and examples. */
  verbs: ReadonlySet<string>
  /** Stems of what it is about: the words of its name and title without the verb. */
  nouns: ReadonlySet<string>
  /** Those of its nouns that its name or title says in the plural, as they stand there: it is about several. */
  plurals: ReadonlySet<string>
  /** Stems of all the words that it uses of itself, its inputs' names and choices included. */
  told: ReadonlySet<string>
  takesAfter: boolean
  takesWhy: boolean
  takesCorrects: boolean
}

/** The tool that brings operations which were not offered. */
export const finderName = 'find_operations'

/** The abilities among the offered tools, in their order, and whether more can be looked for. */
export function readAbilities(tools: LanguageModelV4CallOptions['tools']): { abilities: Ability[]; canFind: boolean } {
  const functions = (tools ?? []).slice(0, limits.tools).filter((tool): tool is LanguageModelV4FunctionTool => tool.type === 'function')
  return {
    abilities: functions.filter((tool) => tool.name !== finderName).map(readAbility),
    canFind: functions.some((tool) => tool.name === finderName),
  }
}

function readAbility(tool: LanguageModelV4FunctionTool): Ability {
  const told = isJsonObject(tool.providerOptions?.countersign) ? tool.providerOptions.countersign : {}
  const operation = typeof told.operation === 'string' ? told.operation : tool.name.replace('__', '.')
  const written = (tool.description ?? '').slice(0, 4_000)
  const title = typeof told.title === 'string' ? told.title : (written.split(/[.\n]/, 1)[0] ?? tool.name)
  const examples = Array.isArray(told.examples) ? told.examples.filter((example) => typeof example === 'string').slice(0, 10) : []
  const effect =
    told.effect === 'write' || told.effect === 'irreversible' ? told.effect : told.effect === 'read' ? 'read' : effectIn(written)
  const schema = tool.inputSchema as SchemaNode
  const properties = isJsonObject(schema.properties) ? schema.properties : {}
  const name = operation.split('.').at(-1) ?? operation
  const [first = '', ...rest] = wordsOfName(name)
  const description = bareDescription(written, title)
  const fields = readFields(schema)
  const nouns = new Set([...rest.map(stem), ...contentStems(title).slice(1)])
  const openings = [title, ...examples].map((text) => wordsOfName(text)[0] ?? '')
  return {
    toolName: tool.name,
    operation,
    title,
    description,
    examples,
    forms: examples.map(formOf),
    effect,
    connection: readConnection(told.connection, operation),
    fields,
    output: isJsonObject(told.outputSchema) ? resolveSchema(told.outputSchema, told.outputSchema) : {},
    verbs: new Set([stem(first), ...openings.map(stem).filter((word) => !nouns.has(word))]),
    nouns,
    plurals: new Set([...rest, ...wordsOfName(title)].filter((word) => /[^s]s$/u.test(word) && nouns.has(stem(word)))),
    told: new Set([
      ...[title, description, ...examples.map((example) => example.replace(/\{[^{}]{0,60}\}/gu, ' '))].flatMap(contentStems),
      ...[name, ...fields.flatMap((field) => [...field.path, ...field.choices.slice(0, 20)])].flatMap(wordsOfName).map(stem),
    ]),
    takesAfter: Object.hasOwn(properties, '_after'),
    takesWhy: Object.hasOwn(properties, '_why'),
    takesCorrects: Object.hasOwn(properties, '_corrects'),
  }
}

function effectIn(description: string): Ability['effect'] {
  const told = /\nEffect: (read|write|irreversible)\b/.exec(description)?.[1]
  return told === 'read' || told === 'write' ? told : 'irreversible'
}

/** The description without its title in front and without the lines on examples and effect behind. */
function bareDescription(written: string, title: string): string {
  const [body = ''] = written.split(/\n(?:Examples|Effect):/u, 1)
  return (body.startsWith(title) ? body.slice(title.length).replace(/^\.\s?/, '') : body).trim()
}

function readConnection(given: unknown, operation: string): Ability['connection'] {
  const name = operation.includes('.') ? (operation.split('.')[0] ?? '') : ''
  if (!isJsonObject(given)) return { name, title: name }
  const own = typeof given.name === 'string' ? given.name : name
  return { name: own, title: typeof given.title === 'string' && given.title !== '' ? given.title : own }
}
