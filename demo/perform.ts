import type { Database } from './database.ts'
import { findAnswer, requestHash, type StoredAnswer, storeAnswer } from './idempotency.ts'
import { recordEffect } from './journal.ts'
import { problem, Refusal } from './refusal.ts'
import { operationName, type Route } from './route.ts'

export interface Performance {
  route: Route
  path: string
  input: unknown
  idempotencyKey: string | null
  correlationId: string | null
  now: Date
}

/**
 * Does what was asked. The effect, its journal row and the answer kept under the key are one transaction,
 * so after a crash a repeat finds all three or none. Refusals by the rules are kept under the key as well.
 */
export function perform(db: Database, performance: Performance): StoredAnswer & { replayed: boolean } {
  const { route, path, input, now } = performance
  const at = now.toISOString()
  if (route.method === 'GET') return { ...answerOf(200, route.run(input, { db, now: at, key: null }).body), replayed: false }

  const key = route.takesKey ? performance.idempotencyKey : null
  const hash = key === null ? '' : requestHash(route.method, path, input)
  const earlier = key === null ? null : findAnswer(db, { key, hash, now })
  if (earlier !== null) return { ...earlier, replayed: true }

  try {
    return db.transaction(() => {
      const { body, effect } = route.run(input, { db, now: at, key })
      const answer = answerOf(route.status ?? 200, body)
      if (effect !== null) {
        recordEffect(db, { at, operation: operationName(route), key: performance.correlationId ?? performance.idempotencyKey, effect })
      }
      if (key !== null) storeAnswer(db, { ...answer, key, hash, now })
      return { ...answer, replayed: false }
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const answer = answerOf(error.status, problem(error.status, error.message, error.errors))
    if (key !== null) db.transaction(() => storeAnswer(db, { ...answer, key, hash, now }))
    return { ...answer, replayed: false }
  }
}

function answerOf(status: number, body: object): StoredAnswer {
  return { status, body: JSON.stringify(body) }
}
