import { z } from 'zod'
import { errorCodes } from '#lib/core/index.ts'
import type { DoorOptions } from './door-types.ts'
import { type SchemaOf, schemaCollector } from './json-schema.ts'
import type { ListedDoor } from './registry.ts'

type JsonObject = Record<string, unknown>

/** The OpenAPI 3.1 document of these doors, made from the schemas that they validate with. */
export function openApiDocument(doors: readonly ListedDoor[], { version, serverUrl }: { version: string; serverUrl: string }): JsonObject {
  const paths: Record<string, JsonObject> = {}
  const { schemaOf, shared } = schemaCollector()
  shared.Problem = schemaOf(problemType, 'output')
  for (const listed of doors) {
    const path = paths[listed.path] ?? {}
    path[listed.method.toLowerCase()] = operationOf(listed, schemaOf)
    paths[listed.path] = path
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Countersign', version, description: 'Work across a company’s systems, countersigned before anything risky runs.' },
    servers: [{ url: `${serverUrl}/api/v1` }],
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'An API key: it acts as its owner.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'next-auth.session-token',
          description: 'The browser’s session. Writes need the Origin header.',
        },
      },
      schemas: shared,
    },
  }
}

const problemType = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})

function operationOf({ method, path, door }: ListedDoor, schemaOf: SchemaOf): JsonObject {
  const takesBody = method !== 'GET'
  return {
    operationId: operationId(method, path),
    summary: door.summary,
    tags: [path.split('/')[1] ?? ''],
    ...(door.permission === 'anyone' ? { security: [] } : { 'x-permission': door.permission }),
    parameters: parametersOf(door, schemaOf),
    ...(takesBody && door.body !== undefined
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(door.body, 'input') } } } }
      : {}),
    responses: responsesOf(method, door, schemaOf),
  }
}

function parametersOf({ params, query, replay }: DoorOptions, schemaOf: SchemaOf): JsonObject[] {
  return [
    ...properties(params, schemaOf).map(({ name, schema }) => ({ name, in: 'path', required: true, schema })),
    ...properties(query, schemaOf).map(({ name, schema, required }) => ({ name, in: 'query', required, schema })),
    ...(replay === undefined
      ? []
      : [
          {
            name: 'Idempotency-Key',
            in: 'header',
            required: false,
            description: 'A repeat with the same key and body is answered like the first, for 24 hours.',
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ]),
  ]
}

function responsesOf(method: string, door: DoorOptions, schemaOf: SchemaOf): JsonObject {
  const status = door.status ?? (door.answer === undefined && door.streams === undefined ? 204 : 200)
  const json = door.answer === undefined ? {} : { 'application/json': { schema: schemaOf(door.answer, 'output') } }
  const stream = door.streams === undefined ? {} : { [door.streams]: { schema: { type: 'string' } } }
  const content = { ...json, ...stream }
  const expected = [
    ...(door.permission === 'anyone' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(door.params === undefined ? [] : (['not_found'] as const)),
    ...(method === 'GET' ? [] : (['malformed', 'conflict', 'too_large', 'unsupported_type'] as const)),
    ...(method === 'GET' && door.query === undefined ? [] : (['invalid'] as const)),
  ]
  const problems = expected.map((code) => [String(errorCodes[code].status), problem(errorCodes[code].title)] as const)
  return {
    [status]: { description: door.summary, ...(Object.keys(content).length > 0 ? { content } : {}) },
    ...Object.fromEntries(problems),
    default: problem('Anything else that went wrong'),
  }
}

function problem(description: string): JsonObject {
  return { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }
}

function properties(type: z.ZodType | undefined, schemaOf: SchemaOf): { name: string; schema: unknown; required: boolean }[] {
  if (type === undefined) return []
  const { properties = {}, required = [] } = schemaOf(type, 'input') as { properties?: JsonObject; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }))
}

/** `POST /actions/{id}/decision` is `postActionsIdDecision`: made from the address, so no two are alike. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}
