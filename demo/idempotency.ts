import { createHash } from 'node:crypto'
import type { Database } from './database.ts'
import { Refusal } from './refusal.ts'

/** How long a key is kept: 24 h. */
const keptMs = 24 * 60 * 60 * 1000

export interface StoredAnswer {
  status: number
  body: string
}

/** The same for the same method, path and values, whatever the order of the members. */
export function requestHash(method: string, path: string, input: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path} ${sortedJson(input)}`)
    .digest('hex')
}

/** The first answer to this key, or null. Another request under the same key is refused. */
export function findAnswer(db: Database, { key, hash, now }: { key: string; hash: string; now: Date }): StoredAnswer | null {
  const found = db.get<StoredAnswer & { request_hash: string }>(
    'SELECT status, body, request_hash FROM idempotency WHERE key = ? AND at > ?',
    ...[key, new Date(now.getTime() - keptMs).toISOString()],
  )
  if (found === undefined) return null
  if (found.request_hash !== hash) throw new Refusal(422, 'This Idempotency-Key was used for another request. Use a new key.')
  return { status: found.status, body: found.body }
}

/** Called in the transaction of the effect. */
export function storeAnswer(db: Database, { key, hash, now, status, body }: StoredAnswer & { key: string; hash: string; now: Date }): void {
  db.run('DELETE FROM idempotency WHERE at <= ?', new Date(now.getTime() - keptMs).toISOString())
  db.run('INSERT INTO idempotency (key, at, request_hash, status, body) VALUES (?, ?, ?, ?, ?)', key, now.toISOString(), hash, status, body)
}

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  )
}
