import { hash } from 'node:crypto'
import type { Json } from '#lib/core/index.ts'
import { auditText } from './audit-text.ts'

/** Who did it: a person, the system by itself, or a model on someone's behalf. */
export interface AuditActor {
  kind: 'person' | 'system' | 'model'
  id: string | null
}

/** What it was done to. */
export interface AuditSubject {
  kind: string
  id: string
}

/** Everything that one audit event says. Whatever changes here, in whichever column it is stored, changes the content hash. */
export interface AuditStatement {
  id: string
  /** ISO 8601 in UTC, to the millisecond. */
  at: string
  kind: string
  actor: { kind: string; id: string | null }
  subject: AuditSubject
  content: Json
  traceId: string | null
}

/** What stays of an event when its content is erased. */
export type AuditHead = Omit<AuditStatement, 'content'>

/**
 * sha256(salt ‖ RFC 8785 of {actor, at, content, id, kind, subject, traceId}), 32 bytes. Without the salt (16 random bytes)
 * the hash says nothing about the content, not even to someone who guesses well.
 */
export function contentHashOf(salt: Uint8Array, { content, ...head }: AuditStatement): Buffer {
  return Buffer.from(hashOfText(salt, head, auditText(content)), 'binary')
}

/** The same for a content that is canonical text already; a character stands for a byte (Node’s “binary”): no buffer is made for each of many. */
export function hashOfText(salt: Uint8Array, { id, at, kind, actor, subject, traceId }: AuditHead, content: string): string {
  // Members in the order of their names, as RFC 8785 wants it; a test holds this text against the library's.
  const text =
    `{"actor":{"id":${auditText(actor.id)},"kind":${auditText(actor.kind)}},"at":"${at}","content":${content}` +
    `,"id":"${id}","kind":${auditText(kind)},"subject":{"id":${auditText(subject.id)},"kind":${auditText(subject.kind)}}` +
    `,"traceId":${auditText(traceId)}}`
  const room = salt.length + 3 * text.length
  const bytes = room <= scratch.length ? scratch : Buffer.allocUnsafe(room)
  bytes.set(salt)
  return hash('sha256', bytes.subarray(0, salt.length + bytes.write(text, salt.length)), 'binary')
}

// Filled and hashed in one go, with nothing between.
const scratch = Buffer.allocUnsafe(65_536)

/** Bytes of one entry of the log. */
export const entryBytes = 48

/** The log's entry for an event: its id (16 bytes) ‖ its content hash (32). The Merkle tree is built over these. */
export function logEntry(eventId: string, contentHash: Uint8Array): Buffer {
  const entry = Buffer.allocUnsafe(entryBytes)
  entry.write(eventId.replaceAll('-', ''), 0, 16, 'hex')
  entry.set(contentHash, 16)
  return entry
}

/** The id of the event that an entry stands for. */
export function eventIdOf(entry: Uint8Array): string {
  const hex = Buffer.from(entry.buffer, entry.byteOffset, 16).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** SHA-256, hex, of the RFC 8785 text of all that stays of an event once its content and salt were erased. */
export function headHashOf({ id, at, kind, actor, subject, traceId }: AuditHead): string {
  return hash(
    'sha256',
    auditText({ actor: { id: actor.id, kind: actor.kind }, at, id, kind, subject: { id: subject.id, kind: subject.kind }, traceId }),
  )
}
