import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { componentSchemas } from './components.ts'
import { type FieldProblem, Refusal } from './refusal.ts'
import type { JsonSchema, Route } from './route.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)

/** A check of values against a schema that may refer to the document's components. */
export function compileSchema(schema: JsonSchema): ValidateFunction {
  return ajv.compile({ ...schema, components: { schemas: componentSchemas } })
}

/** Turns what came in (path, query, body) into the route's input, or refuses it with every field that does not fit. */
export type InputReader = (path: Readonly<Record<string, string>>, query: URLSearchParams, body: unknown) => unknown

export function createInputReader(route: Route): InputReader {
  const properties = route.parameters ?? {}
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
  const required = [...inPath, ...(route.required ?? [])]
  const parametersFit = compileSchema({ type: 'object', properties, required, additionalProperties: false })
  const bodyFits = route.body === undefined ? null : compileSchema(route.body)

  return (path, query, body) => {
    const parameters: Record<string, unknown> = { ...path }
    for (const [name, value] of query) {
      if (Object.hasOwn(path, name))
        throw new Refusal(422, `${name} belongs in the path only.`, [{ path: name, message: 'is part of the path' }])
      parameters[name] = properties[name]?.type === 'integer' && /^-?\d{1,9}$/.test(value) ? Number(value) : value
    }
    const errors = parametersFit(parameters) ? [] : fieldProblems(parametersFit.errors)
    const given = bodyFits === null ? {} : (body ?? {})
    if (bodyFits !== null && !bodyFits(given)) errors.push(...fieldProblems(bodyFits.errors))
    if (errors.length > 0) {
      throw new Refusal(
        422,
        `The request does not fit: ${errors.map(({ path: at, message }) => `${at} ${message}`.trim()).join('; ')}.`,
        errors,
      )
    }
    return { ...(given as object), ...parameters }
  }
}

function fieldProblems(errors: readonly ErrorObject[] | null | undefined): FieldProblem[] {
  return (errors ?? []).slice(0, 20).map(({ instancePath, keyword, params, message }) => {
    const at = instancePath.slice(1).split('/').filter(Boolean)
    if (keyword === 'required') return { path: [...at, String(params.missingProperty)].join('.'), message: 'is missing' }
    if (keyword === 'additionalProperties')
      return { path: [...at, String(params.additionalProperty)].join('.'), message: 'is not known here' }
    if (keyword === 'enum') return { path: at.join('.'), message: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` }
    return { path: at.join('.'), message: message ?? 'does not fit' }
  })
}
