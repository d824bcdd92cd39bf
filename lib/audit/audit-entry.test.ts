import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalJson } from '#lib/core/index.ts'
import { contentHashOf, eventIdOf, logEntry } from './audit-entry.ts'
import { auditRow } from './record-audit.ts'

const statement = {
  id: '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000',
  at: '2026-01-05T08:00:00.000Z',
  kind: 'thing.made',
  actor: { kind: 'person', id: 'p"1' },
  subject: { kind: 'thing', id: 'ö' },
  content: { b: 1, a: ['x', null] },
  traceId: null,
}
const salt = Buffer.alloc(16, 7)

test('the hash is over the salt and the RFC 8785 text of everything that the event says', () => {
  const expected = createHash('sha256').update(salt).update(canonicalJson(statement)).digest()
  expect(contentHashOf(salt, statement)).toEqual(expected)
})

test('the same content twice has two hashes: nobody can guess what an event says from its hash', () => {
  const draft = { kind: 'a', actor: { kind: 'system', id: null }, subject: { kind: 'b', id: 'c' }, content: {}, at: new Date(0) } as const
  expect(auditRow(draft).contentHash).not.toEqual(auditRow(draft).contentHash)
})

test('an entry gives its event’s id back', () => {
  expect(eventIdOf(logEntry(statement.id, Buffer.alloc(32)))).toBe(statement.id)
})
