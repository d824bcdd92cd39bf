import { AppError, isJsonObject, type JsonObject } from '#lib/core/index.ts'
import { type AuthScheme, readAuth } from './auth.ts'
import type { OperationDeclarationData } from './declaration.ts'
import { parseDocument } from './document-text.ts'
import { applyExtensions } from './extensions.ts'
import { schemaChecker } from './imported-schema.ts'
import { LeftOut, type LeftOutEntry } from './left-out.ts'
import { uniqueName } from './names.ts'
import { labelOf, readOperation, type SourceOperation } from './read-operation.ts'
import { openReferences, type References } from './references.ts'

export interface ReadDocument {
  operations: OperationDeclarationData[]
  leftOut: LeftOutEntry[]
  title: string
  /** Base addresses, variables filled in with their defaults; relative ones as they stand. */
  servers: string[]
  /** How the document says that callers sign in. */
  auth: AuthScheme | null
  /** The document as it can be stored: parsed, references not followed. */
  document: JsonObject
}

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete'] as const
const otherMethods = ['options', 'trace'] as const

/**
 * Reads an OpenAPI 3.0 or 3.1 document, JSON or YAML, up to 16 MiB. What is sound becomes operations, the rest is listed with the
 * reason. With `tags`, only operations that carry one of them are taken. Throws AppError `invalid` when it is no such document.
 */
export async function readDocument(given: string | object, { tags }: { tags?: readonly string[] | undefined } = {}): Promise<ReadDocument> {
  const document = parseDocument(given)
  const references = await openReferences(document)
  const leftOut: LeftOutEntry[] = []
  const complaintOf = schemaChecker()
  const all = sourceOperations(document, references, leftOut)
  const read = new Map<SourceOperation, ReturnType<typeof readOperation> | LeftOut>()
  const readOnce = (source: SourceOperation) => {
    const known = read.get(source)
    if (known !== undefined) return known
    const result = attempt(() => readOperation(source, references, complaintOf))
    read.set(source, result)
    return result
  }

  const taken: { source: SourceOperation; declaration: OperationDeclarationData }[] = []
  const names = new Set<string>()
  for (const source of all.filter((candidate) => carriesTag(candidate, tags))) {
    const result = readOnce(source)
    if (result instanceof LeftOut) {
      leftOut.push({ operation: labelOf(source), why: result.message })
    } else {
      if (result.capped) leftOut.push({ operation: labelOf(source), why: cappedWords })
      taken.push({ source, declaration: { ...result.declaration, name: uniqueName(result.declaration.name, names) } })
    }
    // Compiling many schemas must not keep the process from answering others.
    await new Promise((resolve) => setImmediate(resolve))
  }

  const neighbours = {
    find(operationId: string) {
      const source = all.find((candidate) => hasId(candidate, operationId))
      const result = source === undefined ? null : readOnce(source)
      return result === null || result instanceof LeftOut ? null : result.declaration
    },
    nameOf: (operationId: string) => taken.find(({ source }) => hasId(source, operationId))?.declaration.name ?? null,
  }
  const operations = taken.map(({ source, declaration }) => {
    const extended = applyExtensions(declaration, source.operation as JsonObject, neighbours)
    leftOut.push(...extended.complaints.map((why) => ({ operation: labelOf(source), why })))
    return extended.declaration
  })
  const info = isJsonObject(document.info) ? document.info : {}
  const title = typeof info.title === 'string' && info.title.trim() !== '' ? info.title.trim().slice(0, 120) : 'Untitled API'
  return { operations, leftOut, title, servers: serversOf(document), auth: readAuth(document), document }
}

const cappedWords =
  'parts of its schema hold themselves or are very large; below some depth any value is taken (the operation itself was taken)'

function attempt<T>(work: () => T): T | LeftOut {
  try {
    return work()
  } catch (error) {
    if (error instanceof LeftOut) return error
    if (error instanceof RangeError) return new LeftOut('it is nested too deeply')
    throw new AppError('internal', 'The document could not be read.', { cause: error })
  }
}

function sourceOperations(document: JsonObject, references: References, leftOut: LeftOutEntry[]): SourceOperation[] {
  const found: SourceOperation[] = []
  for (const [path, given] of Object.entries(document.paths as JsonObject)) {
    const item = attempt(() => references.follow(given))
    if (path.startsWith('x-')) continue
    if (!path.startsWith('/')) leftOut.push({ operation: path, why: 'its path does not begin with a slash' })
    else if (item instanceof LeftOut) leftOut.push({ operation: path, why: item.message })
    else if (!isJsonObject(item)) leftOut.push({ operation: path, why: 'its path is not described by an object' })
    else {
      for (const method of methods) {
        if (item[method] !== undefined) found.push({ method: method.toUpperCase(), path, item, operation: item[method] })
      }
      for (const method of otherMethods) {
        if (item[method] !== undefined)
          leftOut.push({ operation: `${method.toUpperCase()} ${path}`, why: `${method.toUpperCase()} does no work` })
      }
    }
  }
  return found
}

function hasId({ operation }: SourceOperation, operationId: string): boolean {
  return isJsonObject(operation) && operation.operationId === operationId
}

function carriesTag({ operation }: SourceOperation, tags: readonly string[] | undefined): boolean {
  if (tags === undefined || tags.length === 0) return true
  return isJsonObject(operation) && Array.isArray(operation.tags) && operation.tags.some((tag) => tags.includes(String(tag)))
}

function serversOf(document: JsonObject): string[] {
  if (!Array.isArray(document.servers)) return []
  return document.servers.flatMap((server) => {
    if (!isJsonObject(server) || typeof server.url !== 'string') return []
    const variables = isJsonObject(server.variables) ? server.variables : {}
    return [
      server.url.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
        const variable = variables[name]
        return isJsonObject(variable) && variable.default !== undefined ? String(variable.default) : whole
      }),
    ]
  })
}
