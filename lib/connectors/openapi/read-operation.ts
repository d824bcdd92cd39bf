import { isJsonObject, type JsonSchema } from '#lib/core/index.ts'
import type { OperationDeclarationData } from './declaration.ts'
import type { SchemaChecker } from './imported-schema.ts'
import { LeftOut } from './left-out.ts'
import { humanized, operationName } from './names.ts'
import { readBody } from './read-body.ts'
import { type Field, readParameters } from './read-parameters.ts'
import { readResponses } from './read-responses.ts'
import type { References } from './references.ts'

/** One operation as it stands in a document. */
export interface SourceOperation {
  method: string
  path: string
  item: Record<string, unknown>
  operation: unknown
}

export const defaultKeyHeader = 'Idempotency-Key'

const maxTitle = 120
const maxDescription = 2_000

/** How an operation is called in what was left out: its operationId, else method and path. */
export function labelOf({ method, path, operation }: SourceOperation): string {
  return isJsonObject(operation) && typeof operation.operationId === 'string' ? operation.operationId : `${method} ${path}`
}

/** What the document itself says about an operation; the x-countersign-* extensions come on top. Throws LeftOut where it is not sound. */
export function readOperation(
  source: SourceOperation,
  references: References,
  complaintOf: SchemaChecker,
): { declaration: OperationDeclarationData; capped: boolean } {
  const { method, path, item, operation } = source
  if (!isJsonObject(operation)) throw new LeftOut('it is not described by an object')
  if (Array.isArray(operation.servers) || Array.isArray(item.servers)) throw new LeftOut('it is served from another address than the rest')
  const keyHeader = headerName(operation['x-countersign-key-header'])

  const parameters = readParameters(path, item.parameters, operation.parameters, keyHeader, references)
  const body = readBody(operation.requestBody, new Set(parameters.fields.keys()), references)
  const { output, accept, capped } = readResponses(method, operation.responses, references)
  const input = inputSchema(new Map([...parameters.fields, ...body.fields]), body.additional)
  for (const [side, schema] of [
    ['input', input],
    ['answer', output],
  ] as const) {
    const complaint = complaintOf(schema)
    if (complaint !== null) throw new LeftOut(`the schema of its ${side} is not valid: ${complaint}`)
  }

  const operationId = typeof operation.operationId === 'string' ? operation.operationId : null
  const name = operationName(operationId, method, path)
  const title = textOf(operation.summary) || humanized(name)
  const reads = method === 'GET' || method === 'HEAD'
  const declaration: OperationDeclarationData = {
    name,
    operationId,
    title: title.slice(0, maxTitle),
    description: (textOf(operation.description) || title).slice(0, maxDescription),
    tags: Array.isArray(operation.tags) ? operation.tags.map(String) : [],
    request: { method, path, parameters: parameters.templates, body: body.template, accept },
    input,
    output,
    effect: reads ? 'read' : 'irreversible',
    repeat: reads ? 'harmless' : 'never',
    confirmed: reads,
    keyHeader,
    examples: [],
    label: null,
    preview: null,
    check: null,
    undo: null,
    money: null,
    outside: reads,
    extensions: {},
  }
  return { declaration, capped: capped || parameters.capped || body.capped }
}

function headerName(value: unknown): string {
  return typeof value === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(value) ? value : defaultKeyHeader
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

function inputSchema(fields: ReadonlyMap<string, Field>, additional: unknown): JsonSchema {
  const required = [...fields].filter(([, field]) => field.required).map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries([...fields].map(([name, { schema }]) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: additional,
  }
}
