import type { Effect, Operation, Repeat } from '#lib/core/index.ts'
import { type Platform, type Prisma, perPlatform, sharedRead } from '#lib/platform/index.ts'
import type { Access } from './access.ts'
import { builtInConnector } from './built-in.ts'
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
  /** Who may use it; with none, everybody. */
  access: readonly Access[]
}

/** An operation as one connection offers it. */
export interface ConnectedOperation {
  operation: Operation
  connection: ConnectionSummary
  /** An admin has said what it does (or it is a GET, or ours). */
  confirmed: boolean
  enabled: boolean
}

interface Known {
  key: string
  operations: readonly ConnectedOperation[]
}

/** Read along with a connection: whoever changes it moves `updatedAt` on. */
export const accessFields = {
  select: { operations: true, team: { select: { name: true } } },
  orderBy: { team: { name: 'asc' } },
} satisfies Prisma.Connection$accessArgs

/** As they are read with `accessFields`. */
export function accessOf(rows: readonly Prisma.ConnectionAccessGetPayload<{ select: typeof accessFields.select }>[]): Access[] {
  return rows.map(({ team, operations }) => ({ team: team.name, operations }))
}

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
  access: accessFields,
  operations: { select: { declaration: true, effect: true, repeat: true, confirmed: true, enabled: true }, orderBy: { name: 'asc' } },
} satisfies Prisma.ConnectionSelect

interface Standing {
  id: string
  revision: number
  updatedAt: Date
}

const stateOf = perPlatform((platform: Platform) => ({
  known: new Map<string, Known>(),
  standing: sharedRead(async () => {
    const { rows } = await platform.pool.query<Standing>({
      name: 'connections_standing',
      text: 'select id, revision, "updatedAt" from connection order by name',
    })
    return rows
  }),
}))

/** All operations of all connections, switched off ones included. One small read for all who ask at once; what has not changed is not read again. */
export async function allOperations(platform: Platform, connectionId?: string): Promise<ConnectedOperation[]> {
  const { known, standing } = stateOf(platform)
  const current = (await standing()).filter(({ id }) => connectionId === undefined || id === connectionId)
  const stale = current.filter((row) => known.get(row.id)?.key !== keyOf(row)).map(({ id }) => id)
  if (stale.length > 0) {
    const rows = await platform.db.connection.findMany({ where: { id: { in: stale } }, select: rowFields })
    for (const row of rows) known.set(row.id, { key: keyOf(row), operations: operationsOf(platform, row) })
  }
  return current.flatMap(({ id }) => known.get(id)?.operations ?? [])
}

/** What changes with everything that a connection reaches; null when it is gone. */
export async function connectionKey(platform: Platform, connectionId: string): Promise<string | null> {
  const row = (await stateOf(platform).standing()).find(({ id }) => id === connectionId)
  return row === undefined ? null : keyOf(row)
}

/** Forgets what was known of a connection, for the process that has just changed it. */
export function forgetConnection(platform: Platform, connectionId: string): void {
  stateOf(platform).known.delete(connectionId)
}

function keyOf({ revision, updatedAt }: Omit<Standing, 'id'>): string {
  return `${revision} ${updatedAt.getTime()}`
}

function operationsOf(platform: Platform, row: Prisma.ConnectionGetPayload<{ select: typeof rowFields }>): ConnectedOperation[] {
  const { operations, updatedAt: _updatedAt, settings, access, ...summary } = row
  const connection: ConnectionSummary = { ...summary, settings: connectionSettings.catch({}).parse(settings), access: accessOf(access) }
  const builtIn = builtInConnector(platform, row.kind)
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
