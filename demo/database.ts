import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

/** Raised when the tables change: a file of another version is emptied and seeded again. */
const schemaVersion = 1

const schema = `
CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE COLLATE NOCASE, phone TEXT, company TEXT,
  city TEXT NOT NULL, country TEXT NOT NULL, currency TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE product (id TEXT PRIMARY KEY, name TEXT NOT NULL, category TEXT NOT NULL, description TEXT NOT NULL, price INTEGER NOT NULL, stock INTEGER NOT NULL);
CREATE TABLE orders (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL REFERENCES customer, status TEXT NOT NULL, currency TEXT NOT NULL,
  shipping INTEGER NOT NULL, total INTEGER NOT NULL, paid INTEGER NOT NULL, refunded INTEGER NOT NULL DEFAULT 0, credited INTEGER NOT NULL DEFAULT 0,
  placed_at TEXT NOT NULL, updated_at TEXT NOT NULL, cancel_reason TEXT);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE TABLE order_line (order_id TEXT NOT NULL REFERENCES orders, product_id TEXT NOT NULL REFERENCES product, name TEXT NOT NULL, quantity INTEGER NOT NULL, price INTEGER NOT NULL);
CREATE INDEX order_line_order ON order_line (order_id);
CREATE TABLE refund (id INTEGER PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders, amount INTEGER NOT NULL, reason TEXT NOT NULL, reference TEXT, created_at TEXT NOT NULL);
CREATE INDEX refund_order ON refund (order_id);
CREATE TABLE shipment (id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders, carrier TEXT NOT NULL, tracking TEXT NOT NULL, status TEXT NOT NULL, shipped_at TEXT NOT NULL, delivered_at TEXT);
CREATE INDEX shipment_order ON shipment (order_id);
CREATE TABLE invoice (id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders, issued_at TEXT NOT NULL, due_at TEXT NOT NULL);
CREATE INDEX invoice_order ON invoice (order_id);
CREATE TABLE ticket (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, requester_name TEXT NOT NULL, requester_email TEXT NOT NULL COLLATE NOCASE, order_id TEXT,
  status TEXT NOT NULL, priority TEXT NOT NULL, assignee TEXT, tags TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, closed_at TEXT);
CREATE INDEX ticket_requester ON ticket (requester_email);
CREATE TABLE ticket_message (id INTEGER PRIMARY KEY, ticket_id INTEGER NOT NULL REFERENCES ticket, kind TEXT NOT NULL, author TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX ticket_message_ticket ON ticket_message (ticket_id);
CREATE TABLE contact (id TEXT PRIMARY KEY, customer_id TEXT REFERENCES customer, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE COLLATE NOCASE, phone TEXT, company TEXT, job_title TEXT,
  city TEXT NOT NULL, country TEXT NOT NULL, currency TEXT NOT NULL, credit_limit INTEGER NOT NULL, owner TEXT NOT NULL, updated_at TEXT NOT NULL);
CREATE TABLE note (id INTEGER PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contact, text TEXT NOT NULL, author TEXT NOT NULL, reference TEXT, created_at TEXT NOT NULL, deleted_at TEXT);
CREATE INDEX note_contact ON note (contact_id);
CREATE TABLE mail (id INTEGER PRIMARY KEY, at TEXT NOT NULL, key TEXT, message_id TEXT, sender TEXT NOT NULL, recipients TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX mail_key ON mail (key);
CREATE TABLE journal (id INTEGER PRIMARY KEY, at TEXT NOT NULL, operation TEXT NOT NULL, key TEXT, effect TEXT NOT NULL);
CREATE INDEX journal_key ON journal (key);
CREATE TABLE request (id INTEGER PRIMARY KEY, at TEXT NOT NULL, operation TEXT, key TEXT, method TEXT NOT NULL, path TEXT NOT NULL, idempotency_key TEXT, fault TEXT);
CREATE INDEX request_key ON request (key);
CREATE TABLE idempotency (key TEXT PRIMARY KEY, at TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX idempotency_at ON idempotency (at);
`

export type Row = Record<string, string | number | null>

/** The back office's file. Reads and writes are synchronous: one request at a time touches the data. */
export interface Database {
  all<T extends object = Row>(sql: string, ...values: SQLInputValue[]): T[]
  get<T extends object = Row>(sql: string, ...values: SQLInputValue[]): T | undefined
  /** Gives the id of the row that was inserted last. */
  run(sql: string, ...values: SQLInputValue[]): number
  /** All or nothing, also when the process is killed in the middle. */
  transaction<T>(work: () => T): T
  close(): void
}

/** Opens (and on first use makes and seeds) the file. WAL with NORMAL keeps every commit when the process is killed; only a power cut may lose the last ones. */
export function openDatabase(file: string, seed: (db: Database) => void): Database {
  mkdirSync(dirname(file), { recursive: true })
  const sqlite = new DatabaseSync(file)
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;')
  const db = wrap(sqlite)
  const version = db.get<{ user_version: number }>('PRAGMA user_version')?.user_version
  if (version !== schemaVersion) {
    sqlite.exec('PRAGMA foreign_keys = OFF')
    db.transaction(() => {
      for (const { name } of db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
        sqlite.exec(`DROP TABLE "${name}"`)
      }
      sqlite.exec(schema)
      seed(db)
      sqlite.exec(`PRAGMA user_version = ${schemaVersion}`)
    })
    sqlite.exec('PRAGMA foreign_keys = ON')
  }
  return db
}

function wrap(sqlite: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const made = sqlite.prepare(sql)
    statements.set(sql, made)
    return made
  }
  return {
    all: <T extends object>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as T[],
    get: <T extends object>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as T | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).lastInsertRowid),
    transaction(work) {
      sqlite.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        sqlite.exec('COMMIT')
        return result
      } catch (error) {
        sqlite.exec('ROLLBACK')
        throw error
      }
    },
    close: () => sqlite.close(),
  }
}
