import type { Prisma } from '#prisma/generated/client.ts'

/** Text as PostgreSQL takes it: without NUL and lone surrogates. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '')
}

/**
 * A value as PostgreSQL takes it for a JSON column: what a model or another system wrote may hold what `jsonb` refuses. JSON null is
 * kept apart from a missing value by the caller.
 */
export function toJson(value: unknown): Prisma.InputJsonValue {
  const text = JSON.stringify(value ?? null)
  const plain: unknown = JSON.parse(text)
  return (/\\u(0000|d[89a-f])/i.test(text) ? cleaned(plain) : plain) as Prisma.InputJsonValue
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storableText(key), cleaned(member)]))
}
