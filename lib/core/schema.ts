import { z } from 'zod'
import type { FieldError } from './errors.ts'

/** JSON Schema 2020-12. */
export type JsonSchema = { readonly [key: string]: unknown }

export type Parsed<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] }

/**
 * What an operation takes or gives: `parse` decides, `json` shows.
 * Ours are made from zod, those of imported documents from their own JSON Schema.
 */
export interface Schema<T = unknown> {
  readonly json: JsonSchema
  parse(value: unknown): Parsed<T>
}

/** Most field errors that one answer lists. */
const maxErrors = 20

export function zodErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, maxErrors).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

/** A Schema from a zod type; JSON Schema shows the input side, unknown members are refused where the type is strict. */
export function fromZod<T>(type: z.ZodType<T>): Schema<T> {
  const json = z.toJSONSchema(type, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' }) as Record<string, unknown>
  const { $schema: _schema, ...shown } = json
  return {
    json: shown,
    parse(value) {
      const result = type.safeParse(value)
      return result.success ? { ok: true, value: result.data } : { ok: false, errors: zodErrors(result.error) }
    },
  }
}
