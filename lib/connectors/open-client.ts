import { AppError } from '#lib/core/index.ts'
import type { Platform, Prisma } from '#lib/platform/index.ts'
import { builtInConnectors } from './built-in.ts'
import { connectionSettings } from './connection-settings.ts'
import { authScheme, createHttpClient } from './openapi/index.ts'

interface OpenClient {
  key: string
  client: unknown
  close(): Promise<void>
}

const opened = new WeakMap<Platform, Map<string, OpenClient>>()

const rowFields = {
  kind: true,
  title: true,
  baseUrl: true,
  auth: true,
  sealed: true,
  settings: true,
  revision: true,
  updatedAt: true,
} as const

/**
 * The client of a connection, with its credential opened: the worker's alone (AppError `internal` elsewhere).
 * It is kept until the connection changes. Throws `not_found` when the connection is gone.
 */
export async function openClient(platform: Platform, connectionId: string): Promise<{ client: unknown }> {
  const row = await platform.db.connection.findUnique({ where: { id: connectionId }, select: rowFields })
  if (row === null) throw new AppError('not_found', 'This connection is gone.')
  const clients = opened.get(platform) ?? new Map<string, OpenClient>()
  opened.set(platform, clients)
  const key = `${row.revision} ${row.updatedAt.getTime()}`
  const known = clients.get(connectionId)
  if (known?.key === key) return { client: known.client }
  const made = open(platform, row)
  clients.set(connectionId, { key, ...made })
  // What is under way with the old one comes to its end.
  void known?.close()
  return { client: made.client }
}

type Row = Prisma.ConnectionGetPayload<{ select: typeof rowFields }>

function open(platform: Platform, row: Row): Omit<OpenClient, 'key'> {
  const settings = connectionSettings.catch({}).parse(row.settings)
  const builtIn = builtInConnectors[row.kind]
  if (builtIn !== undefined) return { client: builtIn.open(platform, settings), close: async () => undefined }
  if (row.baseUrl === null) throw new AppError('unavailable', `${row.title} has no address yet.`)
  const auth = row.auth === null ? null : authScheme.parse(row.auth)
  const credential = row.sealed === null ? null : platform.secrets.open(row.sealed)
  const connection = { title: row.title, baseUrl: row.baseUrl, auth, settings }
  const client = createHttpClient({ connection, credential, now: () => platform.clock.now() })
  return { client, close: () => client.close() }
}
