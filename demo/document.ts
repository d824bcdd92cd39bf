import { componentSchemas } from './components.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'
import { ref } from './schemas.ts'

const tags = [
  { name: 'commerce', description: 'The shop: orders, refunds, customers, parcels, products, invoices.' },
  { name: 'helpdesk', description: 'Support tickets and their messages.' },
  { name: 'crm', description: 'Contacts, notes about them, credit limits.' },
]

/** The OpenAPI 3.1 document of Acme's systems, made from the routes that are served. `url` is where they are. */
export function backOfficeDocument(url: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = paths[route.path] ?? {}
    paths[route.path] = { ...path, [route.method.toLowerCase()]: describeRoute(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Acme back office',
      version: '1.0.0',
      description:
        'The systems of Acme, household goods: shop, helpdesk and CRM. Requests that change something take an Idempotency-Key (kept 24 hours) where the operation says so, and an X-Correlation-Id.',
    },
    servers: [{ url }],
    tags,
    paths,
    components: { schemas: componentSchemas },
  }
}

function describeRoute(route: Route): Record<string, unknown> {
  const {
    tag,
    operationId,
    summary,
    description,
    path,
    parameters = {},
    required = [],
    body,
    status = 200,
    answer,
    conflicts,
    countersign,
  } = route
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    parameters: Object.entries(parameters).map(([name, schema]) => {
      const inPath = path.includes(`{${name}}`)
      return { name, in: inPath ? 'path' : 'query', required: inPath || required.includes(name), description: schema.description, schema }
    }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(status)]: { description: 'Done.', content: { 'application/json': { schema: ref(answer) } } },
      ...(path.includes('{') ? { 404: problemResponse('There is no such thing.') } : {}),
      ...(conflicts === undefined ? {} : { 409: problemResponse(conflicts) }),
      422: problemResponse('The request does not fit, or the rules do not allow it.'),
    },
    ...Object.fromEntries(Object.entries(countersign).map(([name, value]) => [`x-countersign-${name}`, value])),
  }
}

function problemResponse(description: string): Record<string, unknown> {
  return { description, content: { 'application/problem+json': { schema: ref('Problem') } } }
}
