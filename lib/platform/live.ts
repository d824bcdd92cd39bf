import pg from 'pg'
import type { Database, Tx } from './database.ts'
import type { Logger } from './log.ts'

/** A hint to look again. Nothing is lost with it: the truth is in the tables. */
export interface LiveEvent {
  /** action.updated, approval.opened, approval.closed, conversation.updated, turn.chunk, outbox, … */
  type: string
  id: string
  at: string
  /** Who may hear of it: people by id, holders of a role. None of both: it stays inside. */
  people?: readonly string[]
  roles?: readonly string[]
}

export interface Live {
  /** Inside a transaction it is sent at commit, and not at all without one. */
  publish(on: Tx | Database, event: Omit<LiveEvent, 'at'>): Promise<void>
  /** `reconnected` comes as an event of that type whenever the channel has come up: look again. Returns the unsubscriber. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Once the channel is up: whoever subscribes from then on misses nothing. */
  ready(): Promise<void>
  close(): Promise<void>
}

const channel = 'countersign_live'
/** PostgreSQL refuses a payload of 8,000 bytes or more. */
const maxPayload = 7_900

/** LISTEN/NOTIFY on one connection of its own, opened with the first subscriber and opened again when it breaks. */
export function createLive(connectionString: string, now: () => Date, log: Logger): Live {
  const listeners = new Set<(event: LiveEvent) => void>()
  let client: pg.Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined
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
      up = Promise.withResolvers()
      timer = setTimeout(() => void connect(), 500)
    }
    mine.on('error', lost)
    mine.on('end', lost)
    mine.on('notification', ({ payload }) => {
      if (payload !== undefined) tell(JSON.parse(payload) as LiveEvent)
    })
    try {
      await mine.connect()
      await mine.query(`listen ${channel}`)
      up.resolve()
      tell({ type: 'reconnected', id: '', at: now().toISOString() })
    } catch {
      lost()
    }
  }

  const begin = () => {
    if (client === null && timer === undefined) void connect()
  }

  return {
    async publish(on, event) {
      const full: LiveEvent = { ...event, at: now().toISOString() }
      let payload = JSON.stringify(full)
      if (Buffer.byteLength(payload) > maxPayload) payload = JSON.stringify({ ...full, people: [], roles: ['admin'] })
      await on.$executeRaw`select pg_notify(${channel}, ${payload})`
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
