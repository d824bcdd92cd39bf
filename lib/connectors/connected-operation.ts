import type { Effect, Operation, Repeat } from '#lib/core/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
import { builtInConnectors } from './built-in.ts'
import { type ConnectionSettings, connectionSettings } from './connection-settings.ts'
import { makeOperation, type OperationDeclarationData } from './openapi/index.ts'

export interface ConnectionSummary {
  id: string
  name: string
  title: string
  /** `openapi`, or the kind of a connector written by hand. */
  kind: string
  environment: string
  /** Raised with every change of what the connection reaches. */
  revision: number
  enabled: boolean
  settings: ConnectionSettings
}

/** An operation as one connection offers it. */
export interface ConnectedOperation {
  operation: Operation
  connection: ConnectionSummary
  /** An admin has said what it does (or it is a GET, or ours). */
  confirmed: boolean
  enabled: boolean
}

interface Cached {
  key: string
  operations: readonly ConnectedOperation[]
}

// One cache for each platform, so that two of them in one process never share what they know.
const caches = new WeakMap<Platform, Map<string, Cached>>()

const rowFields = {
  id: true,
  name: true,
  title: true,
  kind: true,
  environment: true,
  revision: true,
  enabled: true,
  settings: true,
  updatedAt: true,
  operations: { select: { declaration: true, effect: true, repeat: true, confirmed: true, enabled: true }, orderBy: { name: 'asc' } },
} satisfies Prisma.ConnectionSelect

/** All operations of all connections, switched off ones included. One small query; what has not changed is not read again. */
export async function allOperations(platform: Platform, connectionId?: string): Promise<ConnectedOperation[]> {
  const where = connectionId === undefined ? {} : { id: connectionId }
  const current = await platform.db.connection.findMany({
    where,
    select: { id: true, revision: true, updatedAt: true },
    orderBy: { name: 'asc' },
  })
  const cache = cacheOf(platform)
  const stale = current.filter((row) => cache.get(row.id)?.key !== keyOf(row)).map(({ id }) => id)
  if (stale.length > 0) {
    const rows = await platform.db.connection.findMany({ where: { id: { in: stale } }, select: rowFields })
    for (const row of rows) cache.set(row.id, { key: keyOf(row), operations: operationsOf(row) })
  }
  return current.flatMap(({ id }) => cache.get(id)?.operations ?? [])
}

/** Forgets what was known of a connection, for the process that has just changed it. */
export function forgetConnection(platform: Platform, connectionId: string): void {
  cacheOf(platform).delete(connectionId)
}

function cacheOf(platform: Platform): Map<string, Cached> {
  const cache = caches.get(platform) ?? new Map<string, Cached>()
  caches.set(platform, cache)
  return cache
}

function keyOf({ revision, updatedAt }: { revision: number; updatedAt: Date }): string {
  return `${revision} ${updatedAt.getTime()}`
}

function operationsOf(row: Prisma.ConnectionGetPayload<{ select: typeof rowFields }>): ConnectedOperation[] {
  const { operations, updatedAt: _updatedAt, settings, ...summary } = row
  const connection: ConnectionSummary = { ...summary, settings: connectionSettings.catch({}).parse(settings) }
  const builtIn = builtInConnectors[row.kind]
  if (builtIn !== undefined) {
    return builtIn.operations.map((operation) => ({ operation, connection, confirmed: true, enabled: row.enabled }))
  }
  return operations.map(({ declaration, effect, repeat, confirmed, enabled }) => ({
    operation: makeOperation(declaration as unknown as OperationDeclarationData, connection, {
      effect: effect as Effect,
      repeat: repeat as Repeat,
      confirmed,
    }) as Operation,
    connection,
    confirmed,
    enabled: enabled && row.enabled,
  }))
}
