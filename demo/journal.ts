import type { Database } from './database.ts'
import type { Effect } from './route.ts'

/** One row per effect; called in the transaction of the effect. */
export function recordEffect(
  db: Database,
  { at, operation, key, effect }: { at: string; operation: string; key: string | null; effect: Effect },
): void {
  db.run('INSERT INTO journal (at, operation, key, effect) VALUES (?, ?, ?, ?)', at, operation, key, JSON.stringify(effect))
}

/** Oldest first; all of them without a key. */
export function listEffects(db: Database, key: string | null) {
  const rows = db.all<{ at: string; operation: string; key: string | null; effect: string }>(
    'SELECT at, operation, key, effect FROM journal WHERE ?1 IS NULL OR key = ?1 ORDER BY id',
    key,
  )
  return rows.map((row) => ({ ...row, effect: JSON.parse(row.effect) as Effect }))
}

export interface SeenRequest {
  at: string
  operation: string | null
  key: string | null
  method: string
  path: string
  idempotencyKey: string | null
  fault: string | null
}

/** One row per request that came in, whatever became of it. Gives the row's id. */
export function recordRequest(db: Database, { at, operation, key, method, path, idempotencyKey, fault }: SeenRequest): number {
  return db.run(
    'INSERT INTO request (at, operation, key, method, path, idempotency_key, fault) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[at, operation, key, method, path, idempotencyKey, fault],
  )
}

/** A mail's key is only known once its headers were read. */
export function nameRequest(db: Database, id: number, key: string | null): void {
  db.run('UPDATE request SET key = ? WHERE id = ?', key, id)
}

/** Oldest first; all of them without a key. */
export function listRequests(db: Database, key: string | null): SeenRequest[] {
  return db
    .all<SeenRequest>(
      'SELECT at, operation, key, method, path, idempotency_key AS idempotencyKey, fault FROM request WHERE ?1 IS NULL OR key = ?1 ORDER BY id',
      key,
    )
    .map((row) => ({ ...row }))
}
