import { parse as parseYaml } from 'yaml'
import { AppError, isJsonObject, type JsonObject } from '#lib/core/index.ts'

/** Largest document that is read, in bytes of UTF-8. */
export const maxDocumentBytes = 16 * 2 ** 20
const maxDepth = 200

/**
 * The document as an object of its own, from JSON or YAML text or from an object that was parsed already.
 * Throws AppError `too_large` or `invalid`, in words that say what is wrong with it.
 */
export function parseDocument(given: string | object): JsonObject {
  const text = typeof given === 'string' ? given : serialized(given)
  if (Buffer.byteLength(text) > maxDocumentBytes) throw new AppError('too_large', 'An OpenAPI document is at most 16 MiB large.')
  if (text.includes('\u0000') || text.includes('\\u0000')) {
    throw new AppError('invalid', 'The document holds a NUL character, which cannot be stored. Remove it and try again.')
  }
  const document = typeof given === 'string' ? parseText(text) : JSON.parse(text)
  if (!isJsonObject(document)) throw new AppError('invalid', 'This is not an OpenAPI document: it is neither a JSON nor a YAML object.')
  if (isTooDeep(document)) throw new AppError('invalid', `The document is nested more than ${maxDepth} deep.`)
  return withKnownVersion(document)
}

/** Level by level instead of by recursion: what is too deep for the stack must not end in an overflow here. */
function isTooDeep(document: JsonObject): boolean {
  let level: unknown[] = [document]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return true
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}

function serialized(given: object): string {
  try {
    return JSON.stringify(given)
  } catch (cause) {
    throw new AppError('invalid', 'The document refers to itself or is nested too deeply to be read.', { cause })
  }
}

function parseText(text: string): unknown {
  const looksLikeJson = /^\s*[{[]/.test(text)
  try {
    if (looksLikeJson) return JSON.parse(text)
  } catch {
    // YAML's flow style begins with a brace as well.
  }
  try {
    // By way of JSON: aliases become copies, and only what JSON can say is left.
    return JSON.parse(JSON.stringify(parseYaml(text, { maxAliasCount: 1000, logLevel: 'error' })) ?? 'null')
  } catch (cause) {
    const [first = 'it cannot be parsed'] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    throw new AppError('invalid', `The document is neither JSON nor YAML: ${first.replace(/:$/, '')}.`, { cause })
  }
}

/** The library knows versions to the last digit; 3.0 and 3.1 differ, their patches do not. */
function withKnownVersion(document: JsonObject): JsonObject {
  const given = document.openapi
  const version = typeof given === 'string' || typeof given === 'number' ? String(given) : ''
  const family = /^3\.([01])(\.\d+)?(-.*)?$/.exec(version)?.[1]
  if (family === undefined) {
    const found =
      'swagger' in document ? `Swagger ${String(document.swagger)}` : version === '' ? 'no version at all' : `OpenAPI ${version}`
    throw new AppError('invalid', `Only OpenAPI 3.0 and 3.1 documents can be read; this one says ${found}.`)
  }
  if (!isJsonObject(document.paths)) throw new AppError('invalid', 'The document has no paths, so there is nothing to make operations of.')
  const info = isJsonObject(document.info) ? document.info : {}
  return { ...document, openapi: family === '0' ? '3.0.3' : '3.1.0', info: { ...info, version: String(info.version ?? '') } }
}
