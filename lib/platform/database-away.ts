/** Of the operating system, of Prisma, of PostgreSQL (classes 08, 53 and 57P): the database can't be reached or takes nobody in. */
const codes = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|P1001|P1002|P1008|P1017|P2024|P2028|08...|53...|57P0.)$/
const words = /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i

/** Whether the database is away at the moment, as opposed to having said no. */
export function isDatabaseAway(error: unknown): boolean {
  for (let seen = error, depth = 0; seen instanceof Error && depth < 5; seen = seen.cause, depth += 1) {
    const { code, meta } = seen as { code?: unknown; meta?: { code?: unknown } }
    if ([code, meta?.code].some((text) => typeof text === 'string' && codes.test(text)) || words.test(seen.message)) return true
    if (seen instanceof AggregateError && seen.errors.some(isDatabaseAway)) return true
  }
  return false
}
