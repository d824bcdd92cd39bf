import { z } from 'zod'

/** `?limit=` as text: 1 to 200, 50 without one. */
const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'a whole number from 1 to 200')
  .transform(Number)
  .pipe(z.int().min(1, 'a whole number from 1 to 200').max(200, 'a whole number from 1 to 200'))
  .default(50)

/** What every list takes; more with `listQuery.extend({…})`. */
export const listQuery = z.object({ limit, cursor: z.string().min(1).max(1000).optional() })

/** What every list answers. */
export function listAnswer<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** An id in a path: `params: z.object({ id: uuid })`. */
export const uuid = z.uuid()
