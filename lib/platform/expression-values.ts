import { ExpressionError } from './expression-error.ts'

/** Most values (members, elements, leaves) and most characters of text that an evaluation takes in. */
export const maxValueNodes = 20_000
export const maxValueCharacters = 2 ** 20

/** A value as CEL has it, and how much it is. */
export interface TakenValue {
  value: unknown
  nodes: number
  characters: number
}

/** Values by name, each taken in when it is first asked for, for as many expressions as look at it. Undefined: there is none. */
export interface TakenValues {
  take(name: string): TakenValue | undefined
}

export function takeValues(values: Readonly<Record<string, unknown>>): TakenValues {
  const known = new Map<string, TakenValue | ExpressionError>()
  return {
    take(name) {
      if (!Object.hasOwn(values, name)) return undefined
      const taken = known.get(name) ?? attempt(values[name])
      known.set(name, taken)
      if (taken instanceof ExpressionError) throw taken
      return taken
    },
  }
}

function attempt(value: unknown): TakenValue | ExpressionError {
  const left = { nodes: maxValueNodes, characters: maxValueCharacters }
  try {
    const taken = toCel(value, left)
    return { value: taken, nodes: maxValueNodes - left.nodes, characters: maxValueCharacters - left.characters }
  } catch (error) {
    if (error instanceof ExpressionError) return error
    throw error
  }
}

export function tooLarge(): ExpressionError {
  return new ExpressionError('the values are too large to look at', 0)
}

export function toCel(value: unknown, left = { nodes: maxValueNodes, characters: maxValueCharacters }): unknown {
  left.nodes -= 1
  if (typeof value === 'string') left.characters -= value.length
  if (left.nodes < 0 || left.characters < 0) throw tooLarge()
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map((element) => toCel(element, left))
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([key, member]) => [key, toCel(member, left)]))
}

export function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, member]) => [String(key), toPlain(member)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]))
}
