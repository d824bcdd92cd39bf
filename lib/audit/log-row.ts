import { type AuditHead, entryBytes, hashOfText, headHashOf } from './audit-entry.ts'
import { canonicalJsonb } from './jsonb-text.ts'

/** One place of the log with the event that stands there, or an event that has no place yet. */
export interface LogRow {
  eventId: string
  /** Null: the event is gone. Else the log's entry made from what the event says now, or, once erased, from its stored hash. */
  entry: Buffer | null
  /** Its content was erased: the event that should say so, and the hash of what is left, which that event should name. */
  erasure: { recordId: string; headHash: string } | null
  /** Whether the stored content hash is the one of what the event says now. */
  intact: boolean
  at: string | null
  index: number
  leafHash: Buffer
}

/** Of `audit_event e`, in the order in which they are read below; before them `index`, `leafHash` and the id. */
export const eventColumns = `e.at, e.kind, e."actorKind", e."actorId", e."subjectKind", e."subjectId", e."traceId", e.content, e.salt,
  e."contentHash", e."erasureId"`

// PostgreSQL, "COPY", binary format: a signature of 11 bytes, flags, the length of a header extension (none).
const headerBytes = 19
/** PostgreSQL counts microseconds since 2000. */
const epoch = Date.UTC(2000, 0, 1)

/** The rows of one COPY. */
export function readLogRows(bytes: Buffer): LogRow[] {
  const reader = new CopyReader(bytes)
  const rows: LogRow[] = []
  while (reader.nextRow()) rows.push(readRow(reader))
  return rows
}

function readRow(reader: CopyReader): LogRow {
  const index = reader.integer()
  const leafHash = reader.bytes() ?? Buffer.alloc(0)
  const idAt = reader.position
  const eventId = reader.uuid() ?? ''
  const at = reader.time()
  const kind = reader.text() ?? ''
  const actor = { kind: reader.text() ?? '', id: reader.text() }
  const subject = { kind: reader.text() ?? '', id: reader.text() ?? '' }
  const traceId = reader.text()
  const content = reader.jsonb()
  const salt = reader.bytes()
  const stored = reader.latin1() ?? ''
  const erasureId = reader.uuid()
  if (at === null) return { eventId, at, index, leafHash, entry: null, erasure: null, intact: false }
  const head: AuditHead = { id: eventId, at, kind, actor, subject, traceId }
  if (content === null || salt === null) {
    const erasure = { recordId: erasureId ?? '', headHash: headHashOf(head) }
    const whole = erasureId !== null && content === null && salt === null
    return { eventId, at, index, leafHash, entry: reader.entry(idAt, stored), erasure, intact: whole }
  }
  const contentHash = hashOfText(salt, head, canonicalJsonb(content))
  return { eventId, at, index, leafHash, entry: reader.entry(idAt, contentHash), erasure: null, intact: contentHash === stored }
}

/** Goes through the values of a binary COPY. Buffers that it gives are views. */
class CopyReader {
  readonly #bytes: Buffer
  #at = headerBytes
  #second = Number.NaN
  #written = ''

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get position(): number {
    return this.#at
  }

  /** False at the end: there stands −1 instead of a number of values. */
  nextRow(): boolean {
    const values = this.#bytes.readInt16BE(this.#at)
    this.#at += 2
    return values >= 0
  }

  /** Where the next value ends; −1 for null. */
  #next(): number {
    const length = this.#bytes.readInt32BE(this.#at)
    this.#at += 4
    return length < 0 ? -1 : this.#at + length
  }

  #slice(encoding: 'utf8' | 'latin1' | 'hex', skip = 0): string | null {
    const end = this.#next()
    if (end < 0) return null
    const text = this.#bytes.toString(encoding, this.#at + skip, end)
    this.#at = end
    return text
  }

  text(): string | null {
    return this.#slice('utf8')
  }

  latin1(): string | null {
    return this.#slice('latin1')
  }

  /** Behind one byte for the version of the format. */
  jsonb(): string | null {
    return this.#slice('utf8', 1)
  }

  uuid(): string | null {
    const hex = this.#slice('hex')
    return hex === null ? null : `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  }

  bytes(): Buffer | null {
    const end = this.#next()
    if (end < 0) return null
    const view = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return view
  }

  /** −1 for null. */
  integer(): number {
    const end = this.#next()
    if (end < 0) return -1
    const value = this.#bytes.readInt32BE(this.#at) * 2 ** 32 + this.#bytes.readUInt32BE(this.#at + 4)
    this.#at = end
    return value
  }

  /** ISO 8601, to the millisecond. */
  time(): string | null {
    const start = this.#at
    const microseconds = this.integer()
    if (this.#at === start + 4) return null
    const milliseconds = Math.floor(microseconds / 1000) + epoch
    const second = Math.floor(milliseconds / 1000)
    // Neighbours in the log are often of the same second, and writing a date takes as long as hashing an event.
    if (second !== this.#second) {
      this.#second = second
      this.#written = new Date(second * 1000).toISOString().slice(0, 20)
    }
    return `${this.#written}${String(milliseconds - second * 1000).padStart(3, '0')}Z`
  }

  /** The log's entry for the id that stands here in the bytes (behind its length) and a content hash. */
  entry(idAt: number, contentHash: string): Buffer {
    const entry = Buffer.allocUnsafe(entryBytes)
    this.#bytes.copy(entry, 0, idAt + 4, idAt + 20)
    entry.write(contentHash, 16, 'latin1')
    return entry
  }
}
