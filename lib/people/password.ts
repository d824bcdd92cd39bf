import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'

/** Hashing time grows with nothing but the parameters; the upper limit keeps a body from being hashed that is none. */
export const passwordSchema = z
  .string()
  .min(8, 'at least 8 characters')
  .refine((text) => Buffer.byteLength(text) <= 256, 'at most 256 bytes')

/** argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet). */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Of random bytes that nobody kept: checking against it takes as long as against a real one. */
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$60aIf7SIq6uk0yU+2KQz2Q$DdpopWAiIW7hX86unzGbDG+tRxpHRIIqbDP1U2Fw4Iw'

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

/** Whether the password fits. Without a hash it never does, and takes as long to say so. */
export async function passwordFits(password: string, storedHash: string | null): Promise<boolean> {
  const fits = await verify(storedHash ?? nobodysHash, password.normalize('NFKC'))
  return fits && storedHash !== null
}
