import { actionsAfterRestore, type RestoredActions } from '#lib/actions/index.ts'
import { turnsAfterRestore } from '#lib/assistant/index.ts'
import { verifierKey } from '#lib/audit/checkpoint-note.ts'
import { type AuditVerification, recordAudit, sequenceAudit, trustEarlierKey, verifyAudit } from '#lib/audit/index.ts'
import { endAllSessions } from '#lib/people/index.ts'
import { createPlatform, type Platform, readEnv, withTransaction } from '#lib/platform/index.ts'
import type { Environment } from '../environment.ts'
import { childEnvironments, type DatabaseUrls } from '../supervisor/child-environments.ts'
import type { StartSecrets } from '../supervisor/secrets-file.ts'
import type { Manifest } from './manifest.ts'

/** What was found and changed in the loaded state. */
export interface SetRight {
  actions: RestoredActions
  turns: number
  /** Connections whose credential does not open with the keys that are here. */
  unopenable: string[]
  /** API keys that hold. */
  apiKeys: number
  /** Whether the log goes on under another key than the backup's. */
  newAuditKey: boolean
  audit: AuditVerification
}

/** Makes a loaded state one that may go on: nothing in it runs twice, nobody is signed in, the log is signed on and verified. */
export async function setRight(given: {
  environment: Environment
  secrets: StartSecrets
  urls: DatabaseUrls
  manifest: Manifest
}): Promise<SetRight> {
  const { environment, secrets, urls, manifest } = given
  const { prepare } = childEnvironments({ environment, secrets, urls, dev: false })
  const platform = createPlatform(readEnv(prepare), 'command')
  try {
    const madeAt = new Date(manifest.madeAt)
    const newAuditKey = verifierKey(platform.secrets.auditKey) !== manifest.auditKey
    if (newAuditKey) await handOver(platform, manifest)
    const actions = await actionsAfterRestore(platform, { madeAt })
    const turns = await turnsAfterRestore(platform, { madeAt })
    await withTransaction(platform, async (tx) => {
      const people = await endAllSessions(tx, platform.clock.now())
      await recordAudit(tx, {
        kind: 'system.restored',
        actor: { kind: 'system', id: null },
        subject: { kind: 'system', id: 'database' },
        content: { madeAt: manifest.madeAt, code: manifest.code, actions, turns, sessionsEndedOf: people, newAuditKey },
      })
    })
    // What verification says of a log that cannot be signed on is said below.
    await sequenceAudit(platform, { everything: true }).catch(() => undefined)
    return {
      actions,
      turns,
      newAuditKey,
      unopenable: await unopenable(platform),
      apiKeys: await platform.db.apiKey.count({ where: { revokedAt: null } }),
      audit: await verifyAudit(platform),
    }
  } finally {
    await platform.close()
  }
}

/** The key that signed so far stays believed for what it signed so far. */
async function handOver({ db, env, clock }: Platform, { auditKey }: Manifest): Promise<void> {
  const newest = await db.auditCheckpoint.findFirst({ orderBy: { size: 'desc' }, select: { size: true } })
  if (newest === null) return
  await trustEarlierKey(env.DATA_DIR, { verifier: auditKey, upTo: Number(newest.size), since: clock.now().toISOString() })
}

async function unopenable({ db, secrets }: Platform): Promise<string[]> {
  const rows = await db.connection.findMany({
    where: { sealed: { not: null } },
    select: { name: true, sealed: true },
    orderBy: { name: 'asc' },
  })
  return rows.filter(({ sealed }) => sealed !== null && !opens(secrets, sealed)).map(({ name }) => name)
}

function opens(secrets: Platform['secrets'], sealed: Uint8Array): boolean {
  try {
    secrets.open(sealed)
    return true
  } catch {
    return false
  }
}
