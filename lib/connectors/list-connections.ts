import type { Platform } from '#lib/platform/index.ts'
import { accessFields, accessOf, allOperations, type ConnectedOperation, type ConnectionSummary } from './connected-operation.ts'
import { connectionSettings } from './connection-settings.ts'
import { type AuthScheme, authScheme, type LeftOutEntry } from './openapi/index.ts'

/** A connection as its page shows it; the credential itself is never among it. */
export interface ConnectionDetail extends ConnectionSummary {
  baseUrl: string | null
  auth: AuthScheme | null
  hasCredential: boolean
  operations: ConnectedOperation[]
  unconfirmed: number
  leftOut: LeftOutEntry[]
  createdAt: Date
}

/** All connections by name, switched off ones included. */
export async function listConnections(platform: Platform): Promise<ConnectionDetail[]> {
  const rows = await platform.db.connection.findMany({
    omit: { document: true },
    include: { access: accessFields },
    orderBy: { name: 'asc' },
  })
  const operations = await allOperations(platform)
  return rows.map(({ auth, sealed, settings, access, leftOut, updatedAt: _updatedAt, ...row }) => {
    const own = operations.filter(({ connection }) => connection.id === row.id)
    return {
      ...row,
      settings: connectionSettings.catch({}).parse(settings),
      access: accessOf(access),
      auth: authScheme.nullable().catch(null).parse(auth),
      hasCredential: sealed !== null,
      operations: own,
      unconfirmed: own.filter(({ confirmed }) => !confirmed).length,
      leftOut: leftOut as unknown as LeftOutEntry[],
    }
  })
}
