import { z } from 'zod'

/** The same words for whatever is not a number between these two. */
const between = (least: number, most: number, words: string) => z.number(words).min(least, words).max(most, words)
const whole = (least: number, most: number, words: string) => between(least, most, words).int(words)

const limits = {
  /** Requests under way at once, over all workers. */
  concurrency: whole(1, 10_000, 'a whole number from 1 to 10,000'),
  ratePerSecond: between(0.01, 1000, 'a number from 0.01 to 1,000'),
  /** How long the other side keeps our keys. */
  keyTtlHours: between(0.01, 8_760, 'a number of hours from 0.01 to 8,760'),
  /** Milliseconds after which a request is given up; the ledger's 15 s hold as well. */
  deadlineMs: whole(100, 15_000, 'from 100 ms to 15 s'),
  attempts: whole(1, 20, 'a whole number from 1 to 20'),
}

/** What an admin may bound of a connection's requests. What is left out goes by the house's own numbers, the first two without a limit. */
export const connectionLimits = z.strictObject(limits).partial()
export type ConnectionLimits = z.infer<typeof connectionLimits>

/** A change of them: what is left out stays, null takes a limit away. */
export const limitsChange = z
  .strictObject({
    concurrency: limits.concurrency.nullable(),
    ratePerSecond: limits.ratePerSecond.nullable(),
    keyTtlHours: limits.keyTtlHours.nullable(),
    deadlineMs: limits.deadlineMs.nullable(),
    attempts: limits.attempts.nullable(),
  })
  .partial()
export type LimitsChange = z.infer<typeof limitsChange>

/** What bounds the requests of one connection. */
export const connectionSettings = connectionLimits.strip().extend({
  /** `host:port`s that are reached though they are not on the public internet. */
  allowedHosts: z.array(z.string()).optional(),
  /** Mail: whom mails come from, `Name <address>`. */
  from: z
    .string()
    .regex(/^[^\r\n]{1,320}$/)
    .optional(),
})
export type ConnectionSettings = z.infer<typeof connectionSettings>

/** The limits among a connection's settings. */
export function limitsOf(settings: ConnectionSettings): ConnectionLimits {
  return connectionLimits.strip().parse(settings)
}
