import { randomBytes, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { createSecrets, publicKeysOf } from './secrets.ts'

const key = randomBytes(32).toString('base64')
const publicHalves = publicKeysOf(key)
const worker = createSecrets({ encryptionKey: key })
const web = createSecrets({ encryptionPublicKey: publicHalves.ENCRYPTION_PUBLIC_KEY, auditPublicKey: publicHalves.AUDIT_PUBLIC_KEY })

test('what the web process seals, only the worker opens', () => {
  const sealed = web.seal('tökén 🔑')
  expect(worker.open(sealed)).toBe('tökén 🔑')
  expect(() => web.open(sealed)).toThrow(/only the worker/)
})

test('a sealed credential that was changed does not open', () => {
  const sealed = web.seal('secret')
  for (const place of [5, 40, 50, sealed.length - 1]) {
    const changed = Buffer.from(sealed)
    changed[place] = (changed[place] ?? 0) ^ 1
    expect(() => worker.open(changed)).toThrow()
  }
})

test('the same text seals differently each time', () => {
  expect(web.seal('a').equals(web.seal('a'))).toBe(false)
})

test('the public half of the audit key verifies what the worker signs', () => {
  const { privateKey } = worker.auditKey
  if (privateKey === null) throw new Error('the worker holds no signing key')
  expect(verify(null, Buffer.from('x'), web.auditKey.publicKey, sign(null, Buffer.from('x'), privateKey))).toBe(true)
  expect(web.auditKey.privateKey).toBeNull()
})
