import pg from 'pg'
import { afterCommit } from './after-commit.ts'
import type { Database, Tx } from './database.ts'
import { gather } from './gather.ts'
import type { Logger } from './log.ts'

/** A hint to look again. Nothing is lost with it: the truth is in the tables. */
export interface LiveEvent {
  /** action.updated, approval.opened, approval.closed, conversation.updated, turn.chunk, outbox, … */
  type: string
  id: string
  at: string
  /** Of an action: the status that it has now, so that whoever waits for a later one need not look. */
  status?: string
  /** Who may hear of it: people by id, holders of a role. None of both: it stays inside. */
  people?: readonly string[]
  roles?: readonly string[]
}

export interface Live {
  /**
   * Sent after the commit of the transaction, and not at all without one; at once where `on` is none. Nobody waits for it: a hint
   * that is lost (the process dies in between) is made good by looking again.
   */
  publish(on: Tx | Database | pg.Pool, event: Omit<LiveEvent, 'at'>): void
  /** `reconnected` comes as an event of that type whenever the channel has come up: look again. Returns the unsubscriber. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Once the channel is up: whoever subscribes from then on misses nothing. */
  ready(): Promise<void>
  close(): Promise<void>
}

const channel = 'countersign_live'
/** PostgreSQL refuses a payload of 8,000 bytes or more. */
const maxPayload = 7_900

/** Hints that one round of sending takes; more wait for the next. */
const mostAtOnce = 500

/**
 * LISTEN/NOTIFY: listening on one connection of its own, opened with the first subscriber and opened again when it breaks. Hints are
 * sent outside the transactions that they tell of, gathered: a commit with a NOTIFY in it takes a lock that all such commits share,
 * which undoes PostgreSQL's group commit (0013).
 */
export function createLive({
  connectionString,
  pool,
  now,
  log,
}: {
  connectionString: string
  pool: pg.Pool
  now: () => Date
  log: Logger
}): Live {
  const send = gather<LiveEvent, null>(
    async (events) => {
      await pool.query({
        name: 'live',
        text: 'select pg_notify($1, payload) from unnest($2::text[]) as payload',
        values: [channel, packed(events)],
      })
      return events.map(() => null)
    },
    { most: mostAtOnce, atOnce: 1 },
  )
  const listeners = new Set<(event: LiveEvent) => void>()
  let client: pg.Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined
  let isUp = false
  let up = Promise.withResolvers<void>()

  const tell = (event: LiveEvent) => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        log.error({ error }, 'a listener of the live channel failed')
      }
    }
  }

  const connect = async (): Promise<void> => {
    if (closed) return
    const mine = new pg.Client({ connectionString, application_name: 'countersign live', keepAlive: true })
    client = mine
    const lost = () => {
      if (client !== mine || closed) return
      client = null
      // Whoever waits already waits on: only a promise that was kept is made anew.
      if (isUp) up = Promise.withResolvers()
      isUp = false
      timer = setTimeout(() => void connect(), 500)
    }
    mine.on('error', lost)
    mine.on('end', lost)
    mine.on('notification', ({ payload }) => {
      if (payload !== undefined) for (const event of JSON.parse(payload) as LiveEvent[]) tell(event)
    })
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      isUp = true
      up.resolve()
      tell({ type: 'reconnected', id: '', at: now().toISOString() })
    } catch {
      lost()
      mine.end().catch(() => undefined)
    }
  }

  const begin = () => {
    if (client === null && timer === undefined) void connect()
  }

  return {
    publish(on, event) {
      afterCommit(on, () => {
        send({ ...event, at: now().toISOString() }).catch((error: unknown) => {
          if (!closed) log.info({ error }, 'a hint could not be sent; whoever waits for it looks again by itself')
        })
      })
    },
    subscribe(listener) {
      listeners.add(listener)
      begin()
      return () => listeners.delete(listener)
    },
    ready() {
      begin()
      return up.promise
    },
    async close() {
      closed = true
      clearTimeout(timer)
      listeners.clear()
      await client?.end().catch(() => undefined)
    },
  }
}

/** As few payloads as they fit into; the same hint twice in a round is sent once. */
function packed(events: readonly LiveEvent[]): string[] {
  const texts = new Map(events.map(({ at, ...event }) => [JSON.stringify(event), at]))
  const payloads: string[] = []
  let current = ''
  for (const [text, at] of texts) {
    const whole = `${text.slice(0, -1)},"at":${JSON.stringify(at)}}`
    const fitting = Buffer.byteLength(whole) > maxPayload - 2 ? withoutAudience(whole) : whole
    if (current !== '' && Buffer.byteLength(current) + Buffer.byteLength(fitting) > maxPayload - 3) {
      payloads.push(`[${current}]`)
      current = ''
    }
    current = current === '' ? fitting : `${current},${fitting}`
  }
  if (current !== '') payloads.push(`[${current}]`)
  return payloads
}

function withoutAudience(text: string): string {
  return JSON.stringify({ ...(JSON.parse(text) as LiveEvent), people: [], roles: ['admin'] })
}
