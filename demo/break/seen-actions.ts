import type { Database } from '../database.ts'
import { doesNothing } from './breakages.ts'

export interface SeenRequest {
  id: number
  at: string
  operation: string
  method: string
  path: string
  idempotencyKey: string | null
  fault: string | null
  /** What it changed; null when it changed nothing. */
  effect: string | null
  /** Its key was known already: the first answer was given again. */
  repeat: boolean
}

/** What came in for one action, and how often it took effect. */
export interface SeenAction {
  /** The action's id; null for a mail that was turned away before it said whose it is. */
  key: string | null
  operation: string
  /** Oldest first, the newest 20 of them. */
  requests: SeenRequest[]
  /** How many came in. */
  asked: number
  /** How many of them changed something. */
  effects: number
}

type Row = Omit<SeenRequest, 'effect' | 'repeat'> & { key: string | null }

const most = 20
const columns = 'id, at, operation, key, method, path, idempotency_key AS idempotencyKey, fault'
const changing = "method <> 'GET' AND operation IS NOT NULL"

/** The actions of the last 20 requests that were to change something, newest first. */
export function seenActions(db: Database): SeenAction[] {
  const last = db.all<Row>(`SELECT ${columns} FROM request WHERE ${changing} ORDER BY id DESC LIMIT ${most}`)
  const keys = [...new Set(last.flatMap(({ key }) => key ?? []))]
  const named = new Map(keys.map((key) => [key, seenAction(db, key)]))
  const seen = last.map((row) => (row.key === null ? unnamed(row) : (named.get(row.key) ?? unnamed(row))))
  return [...new Set(seen)]
}

function seenAction(db: Database, key: string): SeenAction {
  const rows = db.all<Row>(`SELECT ${columns} FROM request WHERE key = ? AND ${changing} ORDER BY id DESC LIMIT ${most}`, key).toReversed()
  const effects = db.all<{ at: string; operation: string; summary: string }>(
    "SELECT at, operation, effect ->> 'summary' AS summary FROM journal WHERE key = ? ORDER BY id",
    key,
  )
  const asked = db.get<{ count: number }>(`SELECT count(*) AS count FROM request WHERE key = ? AND ${changing}`, key)?.count ?? 0
  return { key, operation: rows[0]?.operation ?? '', requests: withEffects(rows, effects), asked, effects: effects.length }
}

/** An effect belongs to the last request before it that was let through: a key's requests come one after another. */
function withEffects(rows: readonly Row[], effects: readonly { at: string; operation: string; summary: string }[]): SeenRequest[] {
  const by = new Map<number, string>()
  for (const { at, operation, summary } of effects) {
    const cause = rows.findLast(
      (row) => row.operation === operation && row.at <= at && !doesNothing.has(row.fault ?? '') && !by.has(row.id),
    )
    if (cause !== undefined) by.set(cause.id, summary)
  }
  const first = Math.min(...by.keys())
  return rows.map(({ key: _key, ...row }) => {
    const repeat = row.idempotencyKey !== null && row.id > first && !doesNothing.has(row.fault ?? '')
    return { ...row, effect: by.get(row.id) ?? null, repeat: repeat && !by.has(row.id) }
  })
}

function unnamed({ key: _key, ...row }: Row): SeenAction {
  return { key: null, operation: row.operation, requests: [{ ...row, effect: null, repeat: false }], asked: 1, effects: 0 }
}
