import { expect, test } from 'vitest'
import { type DigestParts, digestOf } from './digest.ts'
import { canonicalJson } from './json.ts'

const parts: DigestParts = {
  actionId: 'a',
  operation: 'x.do',
  operationVersion: 'sha256:1',
  connectionId: 'c',
  connectionRevision: 1,
  input: { b: 1, a: 'ö', nested: { z: null, y: [1, 2] } },
  preview: { summary: 's', changes: [{ path: 'p', label: 'l', before: null, after: 1 }], warnings: [] },
  requestedBy: 'p',
}

test('the order of members does not change a digest, so a row read back gives the same one', () => {
  expect(digestOf({ ...parts, input: { nested: { y: [1, 2], z: null }, a: 'ö', b: 1 } })).toBe(digestOf(parts))
})

test.each([
  ['actionId', 'b'],
  ['operation', 'x.undo'],
  ['operationVersion', 'sha256:2'],
  ['connectionId', 'd'],
  ['connectionRevision', 2],
  ['input', { ...(parts.input as object), a: 'o' }],
  ['preview', { ...parts.preview, summary: 't' }],
  ['requestedBy', 'q'],
] as const)('a decision for one action fits no other: %s is part of the digest', (member, value) => {
  expect(digestOf({ ...parts, [member]: value })).not.toBe(digestOf(parts))
})

test('members that are not part of the digest cannot slip in', () => {
  expect(digestOf({ ...parts, extra: 1 } as DigestParts)).toBe(digestOf(parts))
})

test('canonical JSON follows RFC 8785', () => {
  expect(canonicalJson({ b: 1e21, a: '\u20ac', '1': undefined, c: [0.1, -0] })).toBe('{"a":"€","b":1e+21,"c":[0.1,0]}')
})
