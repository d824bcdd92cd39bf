/** Something that can be written at a place, with what it means. */
export interface Word {
  /** As it is listed, and looked for. */
  label: string
  /** As it is written; without it, the label. */
  text?: string
  /** A few words beside it. */
  detail?: string
  /** What it means. */
  about?: string
  /** How it is used. */
  example?: string
}

/** What is known of a policy's text while it is written. */
export interface PolicyWords {
  /** Names and functions that a condition may use. */
  facts: readonly Word[]
  /** Operations by name. */
  operations: readonly Word[]
  /** The text's shape, as JSON Schema: its members and the values that some of them take. */
  shape: JsonShape
}

/** The part of JSON Schema that the members of a policy need. */
export interface JsonShape {
  description?: string
  properties?: Record<string, JsonShape>
  items?: JsonShape
  enum?: unknown[]
  anyOf?: JsonShape[]
}

/** Where in the text something is written: the way there, and what kind of thing stands there. */
export interface WrittenAt {
  /** Names of members; `*` for the items of a list. */
  path: readonly string[]
  /** `name`: a member's name. `text`: a value in quotes. */
  kind: 'name' | 'text'
  /** What stands there before the cursor, as it is meant and not as it is escaped. */
  before: string
}

/** Words that fit there, and how many characters of `before` they stand for. */
export interface Fitting {
  words: readonly Word[]
  replaces: number
}

/** What may be written there. Pure; nothing where it is not known. */
export function fittingWords({ path, kind, before }: WrittenAt, { facts, operations, shape }: PolicyWords): Fitting {
  const member = path.at(-1) === '*' ? path.at(-2) : path.at(-1)
  if (kind === 'name') return { words: membersAt(shape, path), replaces: before.length }
  if (member === 'condition') return inCondition(before, facts, operations)
  if (member === 'operations') return { words: withGlobs(operations), replaces: before.length }
  if (member === 'operation') return { words: operations, replaces: before.length }
  return { words: valuesAt(shape, path), replaces: before.length }
}

function inCondition(before: string, facts: readonly Word[], operations: readonly Word[]): Fitting {
  const quoted = openText(before)
  if (quoted !== null) return { words: operations, replaces: quoted.length }
  const name = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? ''
  return { words: facts, replaces: name.length }
}

/** What stands in a text of the condition that has no end yet; null outside of one. */
function openText(before: string): string | null {
  let quote: string | null = null
  let from = 0
  for (let at = 0; at < before.length; at += 1) {
    const character = before[at]
    if (quote !== null && character === '\\') at += 1
    else if (quote === null && (character === '"' || character === "'")) [quote, from] = [character, at + 1]
    else if (character === quote) quote = null
  }
  return quote === null ? null : before.slice(from)
}

/** Operations, and for each connection all of its operations. */
function withGlobs(operations: readonly Word[]): Word[] {
  const connections = [...new Set(operations.map(({ label }) => label.split('.')[0] ?? ''))].filter(Boolean)
  const globs = connections.map((name) => ({ label: `${name}.*`, detail: `every operation of ${name}` }))
  return [{ label: '*', detail: 'every operation' }, ...globs, ...operations]
}

function membersAt(shape: JsonShape, path: readonly string[]): Word[] {
  return shapesAt(shape, path).flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([label, { description }]) => ({ label, ...(description === undefined ? {} : { about: description }) })),
  )
}

function valuesAt(shape: JsonShape, path: readonly string[]): Word[] {
  return shapesAt(shape, path)
    .flatMap((one) => one.enum ?? [])
    .filter((value) => typeof value === 'string')
    .map((label) => ({ label }))
}

function shapesAt(shape: JsonShape, path: readonly string[]): JsonShape[] {
  const [step, ...rest] = path
  const choices = [shape, ...(shape.anyOf ?? [])]
  if (step === undefined) return choices
  return choices.flatMap((one) => {
    const next = step === '*' ? one.items : one.properties?.[step]
    return next === undefined ? [] : shapesAt(next, rest)
  })
}
