import SwaggerParser from '@apidevtools/swagger-parser'
import { AppError, isJsonObject, type JsonObject } from '#lib/core/index.ts'
import { LeftOut } from './left-out.ts'

/** Follows a document's `$ref`s, one by one, where they are needed. */
export interface References {
  /** What stands at a place of the document; for a reference, what it leads to. Throws LeftOut when that is nothing. */
  follow(value: unknown): unknown
}

const maxChain = 50

/**
 * Nothing outside of the document is ever fetched or read: only references within it are followed. They are not written out all at
 * once, since a document whose schemas hold each other would grow without end. Throws AppError `invalid` when the library refuses it.
 */
export async function openReferences(document: JsonObject): Promise<References> {
  const refs = await resolve(document)
  const targets = new Map<string, unknown>()
  // The same place always gives the same object, so that whoever walks in a circle notices.
  const merged = new WeakMap<object, unknown>()

  function target(reference: string): unknown {
    if (!reference.startsWith('#')) throw new LeftOut(`it refers to ${reference}, which is outside the document and is not fetched`)
    if (!targets.has(reference)) targets.set(reference, lookUp(refs, reference))
    return targets.get(reference)
  }

  return {
    follow(value) {
      let current = value
      for (let chain = 0; isReference(current); chain += 1) {
        if (chain > maxChain) throw new LeftOut(`it refers to ${current.$ref}, which refers to itself`)
        const known = merged.get(current)
        const next = known ?? withSiblings(target(current.$ref), current)
        merged.set(current, next)
        current = next
      }
      return current
    },
  }
}

type Refs = Awaited<ReturnType<typeof SwaggerParser.resolve>>

async function resolve(document: JsonObject): Promise<Refs> {
  try {
    return await SwaggerParser.resolve(structuredClone(document) as never, { resolve: { external: false } })
  } catch (cause) {
    throw new AppError('invalid', `The document cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function lookUp(refs: Refs, reference: string): unknown {
  try {
    const found: unknown = refs.get(reference)
    if (found !== null && found !== undefined) return found
  } catch {
    // The library's words name its own paths; ours name the reference.
  }
  throw new LeftOut(`it refers to ${reference}, which is not in the document`)
}

function isReference(value: unknown): value is { $ref: string } {
  return isJsonObject(value) && typeof value.$ref === 'string'
}

/** OpenAPI 3.1: what stands beside a reference is added to what it leads to. */
function withSiblings(found: unknown, { $ref: _reference, ...siblings }: { $ref: string }): unknown {
  return isJsonObject(found) && Object.keys(siblings).length > 0 ? { ...found, ...siblings } : found
}
