import { hkdfSync, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Env } from '#lib/platform/env.ts'

export interface StartSecrets {
  ENCRYPTION_KEY: string
  AUTH_SECRET: string
}

/** The secrets that are set; what is not comes from `DATA_DIR/secrets.json` (0600), made on the first start. */
export async function loadSecrets(env: Env): Promise<StartSecrets> {
  const path = join(env.DATA_DIR, 'secrets.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  const stored = (text === null ? {} : JSON.parse(text)) as Partial<StartSecrets>
  const key = () => randomBytes(32).toString('base64')
  const kept = { ENCRYPTION_KEY: stored.ENCRYPTION_KEY ?? key(), AUTH_SECRET: stored.AUTH_SECRET ?? key() }
  if (text === null) await saveSecrets(env.DATA_DIR, kept)
  return { ENCRYPTION_KEY: env.ENCRYPTION_KEY ?? kept.ENCRYPTION_KEY, AUTH_SECRET: env.AUTH_SECRET ?? kept.AUTH_SECRET }
}

/** Keeps secrets for all later starts on a data directory. */
export async function saveSecrets(dataDir: string, secrets: StartSecrets): Promise<void> {
  const path = join(dataDir, 'secrets.json')
  await writeFile(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** The key with which Next seals what server functions close over: the same for all builds and processes of one deployment. */
export function serverFunctionsKey(authSecret: string): string {
  return Buffer.from(hkdfSync('sha256', Buffer.from(authSecret, 'base64'), '', 'countersign server functions v1', 32)).toString('base64')
}
