import { AttemptError, isJsonObject } from '#lib/core/index.ts'
import type { BodyTemplate, ParameterTemplate, RequestTemplate } from './declaration.ts'

/** A request as it goes out, before the base address and the signature. */
export interface BuiltRequest {
  method: string
  /** Encoded, beginning with a slash, without the query. */
  path: string
  query: [string, string][]
  headers: Record<string, string>
  body: string | null
}

/** Puts an input that fits the operation's schema into its request. Throws AttemptError `refused` for a path that cannot be built. */
export function buildRequest(template: RequestTemplate, input: unknown): BuiltRequest {
  const values = isJsonObject(input) ? input : {}
  let path = template.path
  const query: [string, string][] = []
  const headers: Record<string, string> = { accept: template.accept }
  for (const parameter of template.parameters) {
    const value = values[parameter.field]
    if (parameter.in === 'path') {
      const step = value === undefined || value === null ? '' : simple(parameter, value, encodeURIComponent)
      if (isUnsafeStep(step)) throw new AttemptError('refused', `Nothing was sent: ${parameter.field} is not fit for an address.`)
      path = path.replaceAll(`{${parameter.name}}`, () => step)
    } else if (value === undefined || value === null) continue
    else if (parameter.in === 'header') headers[parameter.name.toLowerCase()] = simple(parameter, value, headerText)
    else query.push(...queryPairs(parameter, value))
  }
  const body = template.body === null ? undefined : bodyValue(template.body, template.parameters, values)
  if (template.body === null || body === undefined) return { method: template.method, path, query, headers, body: null }
  headers['content-type'] = template.body.contentType
  return { method: template.method, path, query, headers, body: template.body.encoding === 'form' ? formText(body) : JSON.stringify(body) }
}

/** A step that is empty or that climbs (`..`) would reach another operation. */
export function isUnsafeStep(step: string): boolean {
  return step === '' || step === '.' || step === '..'
}

/** The path and query as people read them, unsigned. */
export function addressOf({ path, query }: Pick<BuiltRequest, 'path' | 'query'>): string {
  const search = new URLSearchParams(query).toString()
  return search === '' ? path : `${path}?${search}`
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}

/** A header holds one line of visible characters; anything else would end it and begin another. */
function headerText(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, (character) => encodeURIComponent(character))
}

/** OpenAPI's "simple": `a,b` for a list, `k,v` or (exploded) `k=v` for an object. */
function simple({ style, explode }: ParameterTemplate, value: unknown, encode: (text: string) => string): string {
  if (style === 'json') return encode(JSON.stringify(value))
  if (Array.isArray(value)) return value.map((element) => encode(textOf(element))).join(',')
  if (!isJsonObject(value)) return encode(textOf(value))
  const between = explode ? '=' : ','
  return Object.entries(value)
    .map(([key, member]) => encode(key) + between + encode(textOf(member)))
    .join(',')
}

function queryPairs({ name, style, explode }: ParameterTemplate, value: unknown): [string, string][] {
  if (style === 'json') return [[name, JSON.stringify(value)]]
  if (Array.isArray(value)) {
    if (explode && style === 'form') return value.map((element) => [name, textOf(element)])
    const separator = style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ','
    return value.length === 0 ? [] : [[name, value.map(textOf).join(separator)]]
  }
  if (!isJsonObject(value)) return [[name, textOf(value)]]
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  if (style === 'deepObject') return members.map(([key, member]) => [`${name}[${key}]`, textOf(member)])
  if (explode) return members.map(([key, member]) => [key, textOf(member)])
  return [[name, members.flatMap(([key, member]) => [key, textOf(member)]).join(',')]]
}

function bodyValue(template: BodyTemplate, parameters: readonly ParameterTemplate[], values: Readonly<Record<string, unknown>>): unknown {
  if ('whole' in template) return values[template.whole]
  const elsewhere = new Set(parameters.map(({ field }) => field))
  const listed = new Set(template.fields)
  const mine = Object.entries(values).filter(([name]) => listed.has(name) || (template.rest && !elsewhere.has(name)))
  return Object.fromEntries(mine)
}

function formText(body: unknown): string {
  const pairs = isJsonObject(body) ? Object.entries(body) : []
  const flat = pairs.flatMap(([name, value]) =>
    Array.isArray(value) ? value.map((element) => [name, textOf(element)]) : [[name, textOf(value)]],
  )
  return new URLSearchParams(flat as [string, string][]).toString()
}
