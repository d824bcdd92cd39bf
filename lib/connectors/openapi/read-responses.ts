import { isJsonObject, type JsonSchema } from '#lib/core/index.ts'
import { convertSchema } from './convert-schema.ts'
import { LeftOut } from './left-out.ts'
import type { References } from './references.ts'

export interface ReadResponses {
  output: JsonSchema
  accept: string
  capped: boolean
}

/** What a success brings back: the schemas of all 2xx answers (of `default` where there are none); null for an answer without a body. */
export function readResponses(method: string, given: unknown, references: References): ReadResponses {
  const source = references.follow(given)
  const responses = isJsonObject(source) ? source : {}
  const successes = Object.keys(responses).filter((status) => /^2(\d\d|XX)$/i.test(status))
  const keys = successes.length > 0 ? successes : Object.keys(responses).filter((status) => status === 'default')
  if (method === 'HEAD' || keys.length === 0) return { output: {}, accept: '*/*', capped: false }
  const read = keys.map((key) => readResponse(references.follow(responses[key]), references))
  const schemas = [...new Map(read.map(({ output }) => [JSON.stringify(output), output])).values()]
  const [first = {}] = schemas
  return {
    output: schemas.length === 1 ? first : { anyOf: schemas },
    accept: read.find(({ accept }) => accept !== '*/*')?.accept ?? '*/*',
    capped: read.some(({ capped }) => capped),
  }
}

function readResponse(response: unknown, references: References): ReadResponses {
  if (!isJsonObject(response)) throw new LeftOut('one of its answers is not described by an object')
  const types = isJsonObject(response.content) ? response.content : {}
  const names = Object.keys(types)
  if (names.length === 0) return { output: { type: 'null' }, accept: '*/*', capped: false }
  const json = names.find((type) => /[/+]json\b/i.test(type) || type === '*/*')
  if (json !== undefined) {
    const media = types[json]
    const { schema, capped } = convertSchema(isJsonObject(media) ? (media.schema ?? {}) : {}, 'output', references)
    return { output: schema, accept: json === '*/*' ? 'application/json' : json, capped }
  }
  const text = names.find((type) => /^text\/|[/+](xml|yaml)\b/i.test(type))
  if (text === undefined) throw new LeftOut(`it answers with ${names.join(' or ')}; only JSON and text can be read`)
  return { output: { type: 'string' }, accept: text, capped: false }
}
