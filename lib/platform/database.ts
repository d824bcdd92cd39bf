import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '#prisma/generated/client.ts'
import { openAfterCommit } from './after-commit.ts'
import { statementName } from './statement-name.ts'

export { Prisma }
export type Database = PrismaClient
export type Tx = Prisma.TransactionClient

/** Connections that one process may hold, by purpose; PostgreSQL's max_connections must carry all processes. */
export const connectionBudget = { web: 12, worker: 24, command: 4, queue: 16 } as const

export function createPool(connectionString: string, max: number, options?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'countersign',
    ...(options === undefined ? {} : { options }),
  })
  // A pool hears of idle connections only: one that is cut while it is held would end the process. Whoever holds it is told by its query.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

export function createDatabase(pool: pg.Pool): Database {
  return new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) }) })
}

/**
 * Runs `work` in one transaction (read committed, or on one snapshot); its hints go out after the commit. After a deadlock or a
 * serialization failure it is run again, so it changes nothing outside the transaction. A unique violation is the caller's to read.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>, isolationLevel?: 'RepeatableRead'): Promise<T> {
  for (let tries = 1; ; tries++) {
    let committed: () => void = () => undefined
    try {
      const answer = await db.$transaction(
        (tx) => {
          committed = openAfterCommit(tx)
          return work(tx)
        },
        { maxWait: 10_000, timeout: 20_000, ...(isolationLevel === undefined ? {} : { isolationLevel }) },
      )
      committed()
      return answer
    } catch (error) {
      if (tries === transactionTries || !isDeadlock(error)) throw error
    }
  }
}

/** Of two that wait for each other one is ended; it begins anew. */
const transactionTries = 3

/** Whether `error` says that a row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === uniqueViolation
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  // P2010: a statement of our own failed; PostgreSQL's code is in what the adapter says of it.
  return error.code === 'P2002' || (error.code === 'P2010' && JSON.stringify(error.meta ?? {}).includes(`"${uniqueViolation}"`))
}

const uniqueViolation = '23505'

/** Whether PostgreSQL refused what it was given (SQLSTATE classes 22 and 23), rather than being out of reach. */
export function isDataError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? '')
}

/** Whether PostgreSQL ended it because two transactions were in each other's way: what it did is undone, and may be done again. */
export function isDeadlock(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === deadlock
  // P2034: Prisma's word for it. P2010: a statement of our own failed; PostgreSQL's code is in what the adapter says of it.
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  return error.code === 'P2034' || (error.code === 'P2010' && JSON.stringify(error.meta ?? {}).includes(`"${deadlock}"`))
}

const deadlock = '40P01'
