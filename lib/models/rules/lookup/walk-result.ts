import { isJsonObject, type JsonObject } from '#lib/core/index.ts'
import { limits } from '../limits.ts'

/** A plain value in a result, the object that holds it and the names on the way to it. */
export interface Leaf {
  path: readonly string[]
  holder: JsonObject
  value: string | number
}

/** Every text and number in a result, to a depth and count that a hostile one can't exceed. */
export function leavesOf(result: unknown): Leaf[] {
  const leaves: Leaf[] = []
  let nodes = 0
  const walk = (value: unknown, path: readonly string[]): void => {
    nodes += 1
    if (nodes > limits.nodes || path.length > limits.depth) return
    if (Array.isArray(value)) {
      for (const item of value) walk(item, path)
    } else if (isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) {
        if (typeof member === 'string' || typeof member === 'number') leaves.push({ path: [...path, name], holder: value, value: member })
        else walk(member, [...path, name])
      }
    }
  }
  walk(result, [])
  return leaves
}
