import type pg from 'pg'
import { to } from 'pg-copy-streams'

/**
 * What a query gives, in PostgreSQL's binary COPY format (each value as its type's send function writes it): for many rows several
 * times cheaper than rows as objects, on both sides. COPY takes no parameters, so `query` holds nothing that came from outside.
 */
export async function copyOut(client: pg.PoolClient, query: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of client.query(to(`copy (${query}) to stdout (format binary)`))) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
