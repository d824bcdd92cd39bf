import { isJsonObject, type JsonSchema } from '#lib/core/index.ts'
import { convertSchema } from './convert-schema.ts'
import type { ParameterPlace, ParameterTemplate } from './declaration.ts'
import { LeftOut } from './left-out.ts'
import type { References } from './references.ts'

export interface Field {
  schema: JsonSchema
  required: boolean
}

export interface ReadParameters {
  templates: ParameterTemplate[]
  fields: Map<string, Field>
  capped: boolean
}

// Said by the protocol or by us, never by whoever asks for an action.
const ourHeaders = new Set(['accept', 'content-type', 'authorization', 'x-correlation-id', 'traceparent', 'tracestate'])

/** The parameters of one operation, its path's own included. Throws LeftOut for what cannot be sent as it is meant. */
export function readParameters(path: string, shared: unknown, own: unknown, keyHeader: string, references: References): ReadParameters {
  const found = new Map<string, Record<string, unknown>>()
  for (const given of [...asList(shared), ...asList(own)]) {
    const parameter = references.follow(given)
    if (!isJsonObject(parameter)) throw new LeftOut('one of its parameters is not an object')
    if (typeof parameter.name !== 'string' || typeof parameter.in !== 'string')
      throw new LeftOut('one of its parameters has no name or no place')
    found.set(`${parameter.in} ${parameter.name}`, parameter)
  }
  const inPath = new Set([...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]))
  for (const name of inPath) {
    if (!found.has(`path ${name}`)) throw new LeftOut(`its path has {${name}}, but no path parameter of that name is described`)
  }

  const read: ReadParameters = { templates: [], fields: new Map(), capped: false }
  for (const parameter of found.values()) {
    const name = String(parameter.name)
    const place = String(parameter.in)
    if (place === 'path' && !inPath.has(name)) continue
    if (place === 'header' && (ourHeaders.has(name.toLowerCase()) || name.toLowerCase() === keyHeader.toLowerCase())) continue
    const required = parameter.required === true || place === 'path'
    if (place === 'cookie' || place === 'header') {
      if (!required) continue
      if (place === 'cookie') throw new LeftOut(`it needs the cookie ${name}, and cookies are not sent`)
    }
    if (place !== 'path' && place !== 'query' && place !== 'header')
      throw new LeftOut(`its parameter ${name} is in "${place}", which is unknown`)
    const field = read.fields.has(name) ? `${place}_${name}` : name
    const { schema, capped, json } = parameterSchema(parameter, name, references)
    read.templates.push({ field, name, in: place, ...styleOf(parameter, place, json) })
    read.fields.set(field, { schema, required })
    read.capped ||= capped
  }
  return read
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function parameterSchema(
  parameter: Record<string, unknown>,
  name: string,
  references: References,
): { schema: JsonSchema; capped: boolean; json: boolean } {
  const [content] = isJsonObject(parameter.content) ? Object.entries(parameter.content) : []
  const media = content?.[1]
  if (content !== undefined && !/[/+]json\b/.test(content[0])) throw new LeftOut(`its parameter ${name} is written as ${content[0]}`)
  const source = isJsonObject(media) ? (media.schema ?? {}) : (parameter.schema ?? {})
  const { schema, capped } = convertSchema(source, 'input', references)
  const { description, example } = parameter
  const described = typeof description === 'string' && schema.description === undefined ? { ...schema, description } : schema
  const shown = example !== undefined && schema.examples === undefined ? { ...described, examples: [example] } : described
  return { schema: shown, capped, json: content !== undefined }
}

function styleOf(parameter: Record<string, unknown>, place: ParameterPlace, json: boolean): Pick<ParameterTemplate, 'style' | 'explode'> {
  const given = parameter.style
  if (json) return { style: 'json', explode: false }
  if (place !== 'query') {
    if (given !== undefined && given !== 'simple')
      throw new LeftOut(`its parameter ${String(parameter.name)} has the style "${String(given)}"`)
    return { style: 'simple', explode: parameter.explode === true }
  }
  const style = given ?? 'form'
  if (style !== 'form' && style !== 'deepObject' && style !== 'spaceDelimited' && style !== 'pipeDelimited') {
    throw new LeftOut(`its parameter ${String(parameter.name)} has the style "${String(style)}"`)
  }
  return { style, explode: typeof parameter.explode === 'boolean' ? parameter.explode : style === 'form' || style === 'deepObject' }
}
