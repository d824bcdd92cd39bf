import type { Client } from 'pg'
import { median } from './statistics.ts'

/** Where an action's time went, in milliseconds (medians, from the times in its rows). */
export interface ActionStages {
  /** Asked to queued: a look outside for the preview and the way to the worker and back, where the operation needs one; policy. */
  prepared: number
  /** Queued to claimed: commit, outbox, BullMQ, the second look. */
  claimed: number
  /** The call of the other system. */
  called: number
  /** Its end to settled. */
  settled: number
  /** Settled to the client's knowing. */
  told: number
}

interface Row {
  id: string
  prepared: number
  claimed: number
  called: number
  settled: number
  settledAt: number
}

const between = (from: string, to: string) => `extract(epoch from ${to} - ${from})::float * 1000`
const stagesOf = `
  select a.id, ${between('a."createdAt"', 'a."queuedAt"')} prepared, ${between('a."queuedAt"', 't."startedAt"')} claimed,
    t."durationMs" called, ${between('t."startedAt"', 'a."settledAt"')} - t."durationMs" settled,
    extract(epoch from a."settledAt")::float * 1000 "settledAt"
  from action a join attempt t on t."actionId" = a.id where a.id = any($1::uuid[]) and a.attempts = 1`

/** `knownAt`: the actions by id, and when their client knew (see ActionRun). */
export async function readStages(database: Client, knownAt: ReadonlyMap<string, number>): Promise<ActionStages> {
  const { rows } = await database.query<Row>(stagesOf, [[...knownAt.keys()]])
  const of = (value: (row: Row) => number) => median(rows.map(value))
  return {
    prepared: of((row) => row.prepared),
    claimed: of((row) => row.claimed),
    called: of((row) => row.called),
    settled: of((row) => row.settled),
    told: of((row) => (knownAt.get(row.id) ?? Number.NaN) - row.settledAt),
  }
}
