import { z } from 'zod'

/** What bounds the requests of one connection. */
export const connectionSettings = z.object({
  /** Milliseconds after which a request is given up; the ledger's 15 s hold as well. */
  deadlineMs: z.number().int().min(100).max(15_000).optional(),
  ratePerSecond: z.number().positive().max(1000).optional(),
  /** Requests under way at once, over all workers. */
  concurrency: z.number().int().min(1).max(10_000).optional(),
  attempts: z.number().int().min(1).max(20).optional(),
  /** How long the other side keeps our keys. */
  keyTtlHours: z.number().positive().optional(),
  /** `host:port`s that are reached though they are not on the public internet. */
  allowedHosts: z.array(z.string()).optional(),
  /** Mail: whom mails come from, `Name <address>`. */
  from: z
    .string()
    .regex(/^[^\r\n]{1,320}$/)
    .optional(),
})
export type ConnectionSettings = z.infer<typeof connectionSettings>
