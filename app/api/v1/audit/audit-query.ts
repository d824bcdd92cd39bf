import { z } from 'zod'

/** A time in a query, with its offset. */
export const auditTime = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()

/** A subject, an actor or a kind to look for. */
export const auditWords = z.string().min(1).max(200).optional()
