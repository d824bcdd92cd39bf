import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'
import type { FieldError, JsonSchema, Parsed, Schema } from '#lib/core/index.ts'

// The package is CommonJS whose default export Node hands over as the module itself.
const addFormats = addFormatsModule as unknown as typeof addFormatsModule.default

const maxErrors = 20

const options = { strict: false, allErrors: true, logger: false, addUsedSchema: false } as const

/** What Ajv has against a schema, in words, or null. */
export type SchemaChecker = (schema: JsonSchema) => string | null

/** One for each document: it learns the metaschema once, and what it learned goes with it. */
export function schemaChecker(): SchemaChecker {
  const ajv = addFormats(new Ajv2020({ ...options, code: { optimize: false } }))
  return (schema) => {
    try {
      ajv.compile(schema)
      return null
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    } finally {
      ajv.removeSchema(schema)
    }
  }
}

/** Formats are asserted in inputs, where a person can mend them; in outputs they are what JSON Schema says they are, a remark. */
function compile(schema: JsonSchema, formats: boolean): ValidateFunction {
  // The schema was held against the metaschema when its document was read.
  const ajv = new Ajv2020({ ...options, validateFormats: formats, meta: false, validateSchema: false })
  return (formats ? addFormats(ajv) : ajv).compile(schema)
}

/**
 * A Schema over an imported document's own JSON Schema, compiled at its first use. `prepare` may put a value into the
 * shape that is meant before it is checked (a number that was given as text); it must not change the value it is given.
 */
export function importedSchema(
  json: JsonSchema,
  {
    formats,
    prepare = (value) => value,
    more = () => [],
  }: { formats: boolean; prepare?: (value: unknown) => unknown; more?: (value: unknown) => FieldError[] },
): Schema {
  let validate: ValidateFunction | undefined
  return {
    json,
    parse(given): Parsed<unknown> {
      validate ??= compile(json, formats)
      const value = prepare(given)
      if (!validate(value)) return { ok: false, errors: (validate.errors ?? []).slice(0, maxErrors).map(fieldError) }
      const errors = more(value)
      return errors.length > 0 ? { ok: false, errors } : { ok: true, value }
    },
  }
}

function fieldError(error: ErrorObject): FieldError {
  const steps = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const at = (name?: unknown) => [...steps, ...(typeof name === 'string' ? [name] : [])].join('.')
  const { params } = error as { params: Record<string, unknown> }
  switch (error.keyword) {
    case 'required':
      return { path: at(params.missingProperty), message: 'is missing' }
    case 'additionalProperties':
      return { path: at(params.additionalProperty), message: 'is not known here' }
    case 'enum':
      return { path: at(), message: `must be one of ${JSON.stringify(params.allowedValues)}` }
    case 'const':
      return { path: at(), message: `must be ${JSON.stringify(params.allowedValue)}` }
    default:
      return { path: at(), message: error.message ?? 'does not fit' }
  }
}
