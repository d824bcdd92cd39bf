import { type FieldError, isJsonObject } from '#lib/core/index.ts'
import { isUnsafeStep } from './build-request.ts'
import type { OperationDeclarationData } from './declaration.ts'

/**
 * Parameters are text on the way: `"1042"` for an integer and 1042 for a text mean the same. Only they are put into shape,
 * in a copy; what goes into the body keeps its type.
 */
export function coerceParameters({ request, input }: OperationDeclarationData, value: unknown): unknown {
  if (!isJsonObject(value)) return value
  const properties = isJsonObject(input.properties) ? input.properties : {}
  const coerced: Record<string, unknown> = { ...value }
  for (const { field } of request.parameters) {
    if (Object.hasOwn(coerced, field)) coerced[field] = coerce(coerced[field], properties[field])
  }
  return coerced
}

function coerce(value: unknown, schema: unknown): unknown {
  if (!isJsonObject(schema)) return value
  const types = new Set(Array.isArray(schema.type) ? schema.type : [schema.type])
  if (types.has('array')) return Array.isArray(value) ? value.map((element) => coerce(element, schema.items)) : value
  if (typeof value === 'number' || typeof value === 'bigint') {
    return types.has('string') && !types.has('number') && !types.has('integer') ? String(value) : value
  }
  if (typeof value !== 'string' || types.has('string')) return value
  const text = value.trim()
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  const isNumber = types.has('number') ? /^-?\d+(\.\d+)?$/.test(text) : types.has('integer') && /^-?\d+$/.test(text)
  return isNumber && Number.isFinite(Number(text)) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text))) ? Number(text) : value
}

/** What cannot stand in a path, as errors of its field. */
export function pathErrors({ request }: OperationDeclarationData, value: unknown): FieldError[] {
  if (!isJsonObject(value)) return []
  return request.parameters.flatMap(({ in: place, field }) => {
    const text = String(value[field] ?? '')
    if (place !== 'path' || !isUnsafeStep(text)) return []
    return [{ path: field, message: text === '' ? 'must not be empty' : 'must not be a step in a path' }]
  })
}
