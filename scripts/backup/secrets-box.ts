import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { AppError } from '#lib/core/index.ts'
import type { StartSecrets } from '../supervisor/secrets-file.ts'

/** OWASP Password Storage Cheat Sheet: the strongest of its scrypt settings, 128 MiB for each guess. */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const
const maxmem = 256 * 1024 * 1024

const base64 = z.base64()

/** The secrets under a passphrase. The cost is fixed: a file must not say how much memory its reader takes. */
export const sealedSecrets = z.object({
  kdf: z.object({ name: z.literal('scrypt'), N: z.literal(cost.N), r: z.literal(cost.r), p: z.literal(cost.p), salt: base64 }),
  cipher: z.literal('aes-256-gcm'),
  nonce: base64,
  sealed: base64,
})
export type SealedSecrets = z.infer<typeof sealedSecrets>

const key32 = z.base64().length(44)
const plainSecrets = z.object({ ENCRYPTION_KEY: key32, AUTH_SECRET: key32 })
const tagBytes = 16

/** Names what is sealed, so that a box from elsewhere does not open in its place. */
const purpose = Buffer.from('countersign backup secrets v1')

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt)

function keyOf(passphrase: string, salt: Buffer): Promise<Buffer> {
  // The same letters, however a keyboard composes them.
  return derive(passphrase.normalize('NFKC'), salt, 32, { ...cost, maxmem })
}

export async function sealSecrets(secrets: StartSecrets, passphrase: string): Promise<SealedSecrets> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)]
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt), nonce).setAAD(purpose)
  const text = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    kdf: { name: 'scrypt', ...cost, salt: salt.toString('base64') },
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    sealed: text.toString('base64'),
  }
}

/** Throws AppError 'invalid' for another passphrase. */
export async function openSecrets({ kdf, nonce, sealed }: SealedSecrets, passphrase: string): Promise<StartSecrets> {
  const text = Buffer.from(sealed, 'base64')
  const key = await keyOf(passphrase, Buffer.from(kdf.salt, 'base64'))
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64'), { authTagLength: tagBytes }).setAAD(purpose)
    decipher.setAuthTag(text.subarray(-tagBytes))
    const plain = Buffer.concat([decipher.update(text.subarray(0, -tagBytes)), decipher.final()])
    return plainSecrets.parse(JSON.parse(plain.toString('utf8')))
  } catch {
    throw new AppError('invalid', 'The passphrase does not open the secrets in this backup. Nothing was written.')
  }
}
