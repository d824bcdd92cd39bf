import type { JsonSchema } from './route.ts'

/** An object of which every member is required unless named in `optional`, and no other is allowed. */
export function object(properties: Readonly<Record<string, JsonSchema>>, optional: readonly string[] = []): JsonSchema {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
    additionalProperties: false,
  }
}

export function listOf(item: string, description: string): JsonSchema {
  return object({
    items: { type: 'array', items: ref(item), description },
    total: { type: 'integer', minimum: 0, description: 'How many match in all; `items` holds at most `limit` of them.' },
  })
}

export function ref(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` }
}

export function id(what: string, example: string): JsonSchema {
  return { type: 'string', pattern: '^[0-9]{1,12}$', description: what, examples: [example] }
}

export function text(description: string, maxLength: number, example?: string): JsonSchema {
  return { type: 'string', minLength: 1, maxLength, description, ...(example === undefined ? {} : { examples: [example] }) }
}

export function optionalText(description: string, maxLength: number): JsonSchema {
  return { type: ['string', 'null'], minLength: 1, maxLength, description }
}

export function email(description: string): JsonSchema {
  return { type: 'string', format: 'email', maxLength: 254, description, examples: ['ada@example.test'] }
}

export function oneOf(values: readonly string[], description: string): JsonSchema {
  return { type: 'string', enum: values, description }
}

export function time(description: string): JsonSchema {
  return { type: 'string', format: 'date-time', description }
}

export function optionalTime(description: string): JsonSchema {
  return { type: ['string', 'null'], format: 'date-time', description }
}

export const limit: JsonSchema = { type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'How many to give at most.' }

export const money: JsonSchema = {
  ...object({
    amount: {
      type: 'string',
      pattern: '^\\d{1,9}(\\.\\d{1,2})?$',
      description: 'A decimal number as text, with at most two digits after the point.',
      examples: ['49.90'],
    },
    currency: oneOf(['EUR', 'USD', 'GBP', 'CHF'], 'The ISO 4217 code.'),
  }),
  description: 'An amount of money.',
  examples: [{ amount: '49.90', currency: 'EUR' }],
}

/** The shape of every refusal (RFC 9457). */
export const problemSchema = object(
  {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What happened, in plain words.' },
    errors: { type: 'array', items: object({ path: { type: 'string' }, message: { type: 'string' } }) },
  },
  ['errors'],
)
