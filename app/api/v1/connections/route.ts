import { z } from 'zod'
import { addConnection, authRequest, connectionLimits, connectionName, fetchByWorker, listConnections } from '#lib/connectors/index.ts'
import { AppError } from '#lib/core/index.ts'
import { connectionView, connectionViewSchema, operationView, operationViewSchema } from '#lib/faces/index.ts'
import { decodeCursor, pageOf } from '#lib/platform/index.ts'
import { listAnswer, listQuery, route } from '../_door/index.ts'

const maxDocumentBytes = 16 * 1024 * 1024

const body = z
  .strictObject({
    name: z.string().regex(connectionName, 'a to z, 0 to 9 and _, beginning with a letter, at most 31 characters'),
    title: z.string().trim().min(1).max(100).optional(),
    openapi: z.union([z.string().min(1), z.looseObject({})]).optional(),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    tags: z.array(z.string().min(1).max(100)).max(100).optional(),
    baseUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    auth: authRequest.optional(),
    environment: z.enum(['production', 'sandbox']).optional(),
    confirm: z.boolean().optional(),
    allowPrivate: z.boolean().optional(),
    limits: connectionLimits.optional(),
  })
  .refine(({ openapi, url }) => (openapi === undefined) !== (url === undefined), 'either openapi or url is needed')

const made = z.object({
  connection: connectionViewSchema,
  operations: z.array(operationViewSchema),
  leftOut: z.array(z.looseObject({ operation: z.string(), why: z.string() })),
})

export const GET = route(
  { summary: 'Connected systems', permission: 'connection.manage', query: listQuery, answer: listAnswer(connectionViewSchema) },
  async ({ platform, query: { limit, cursor } }) => {
    const after = decodeCursor(cursor, z.string()) ?? ''
    const rows = (await listConnections(platform)).filter(({ name }) => name > after)
    return pageOf(rows.slice(0, limit + 1), limit, ({ name }) => name, connectionView)
  },
)

export const POST = route(
  {
    summary: 'Connect a system by its OpenAPI document',
    permission: 'connection.manage',
    body,
    answer: made,
    status: 201,
    maxBytes: maxDocumentBytes + 64 * 1024,
  },
  async ({ platform, body: { openapi, url, limits, ...given }, caller }) => {
    const allowPrivate = given.allowPrivate ?? platform.env.DEMO
    const document = openapi ?? (url === undefined ? undefined : await fetchByWorker(platform, url, { allowPrivate }))
    if (document === undefined) throw new AppError('invalid', 'Either openapi or url is needed.')
    const added = await addConnection(platform, {
      ...given,
      settings: limits,
      url,
      allowPrivate,
      document,
      actor: { kind: 'person', id: caller.personId },
    })
    return {
      connection: connectionView(added.connection),
      operations: added.operations.map(operationView),
      leftOut: added.leftOut,
    }
  },
)
