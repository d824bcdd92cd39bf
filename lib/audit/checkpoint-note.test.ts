import { createHash, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { openCheckpoint, readCheckpoint, signCheckpoint, verifierKey } from './checkpoint-note.ts'

const pair = generateKeyPairSync('ed25519')
const key = { name: 'log.example/audit', ...pair }
const root = createHash('sha256').update('root').digest()
const note = signCheckpoint({ size: 42, root }, key)

test('a note says what was signed, in the form of C2SP', () => {
  expect(note).toMatch(/^log\.example\/audit\n42\n[\w+/]{43}=\n\n— log\.example\/audit [\w+/=]+\n$/)
  expect(openCheckpoint(note, key)).toEqual({ origin: key.name, size: 42, root })
})

test.each<[string, string]>([
  ['another size', note.replace('\n42\n', '\n43\n')],
  ['another root', note.replace(root.toString('base64'), createHash('sha256').digest('base64'))],
  ['another log', note.replaceAll('log.example', 'log.elsewhere')],
  ['a line more', note.replace('\n\n', '\nmore\n\n')],
  ['a size with a leading zero', note.replace('\n42\n', '\n042\n')],
  ['no signature', note.slice(0, note.indexOf('—'))],
  ['nothing', ''],
])('a note with %s is refused', (_, changed) => {
  expect(openCheckpoint(changed, key)).toBeNull()
})

test('another key’s signature is refused, under the same name too', () => {
  const other = { name: key.name, ...generateKeyPairSync('ed25519') }
  expect(openCheckpoint(note, other)).toBeNull()
  expect(readCheckpoint(note)?.size).toBe(42)
})

test('the verifier key is what C2SP tools read: name, id, type and key', () => {
  const [name, id, encoded] = verifierKey(key).split('+') as [string, string, string]
  const raw = Buffer.from(verifierKey(key).slice(name.length + id.length + 2), 'base64')
  expect(name).toBe(key.name)
  expect(encoded).not.toBe('')
  expect(raw[0]).toBe(1)
  expect(id).toBe(createHash('sha256').update(`${name}\n`).update(raw).digest('hex').slice(0, 8))
})
