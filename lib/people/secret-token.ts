import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes as base64url: 43 characters that fit into an address and a header. */
export function newSecretToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token: its sha256 in hex. With 256 random bits there is nothing to guess, so no slow hash is needed. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
