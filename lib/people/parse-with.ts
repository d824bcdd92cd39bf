import type { z } from 'zod'
import { AppError, zodErrors } from '#lib/core/index.ts'

/** The parsed value, or `invalid` with the fields that do not fit. */
export function parseWith<Type extends z.ZodType>(type: Type, value: unknown): z.output<Type> {
  const parsed = type.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid', 'Something here does not fit.', { errors: zodErrors(parsed.error) })
}
