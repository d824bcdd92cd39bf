import { AppError, AttemptError, isAppError } from '#lib/core/index.ts'
import { type Platform, type Prisma, perPlatform } from '#lib/platform/index.ts'
import { builtInConnector } from './built-in.ts'
import { connectionKey } from './connected-operation.ts'
import { connectionSettings } from './connection-settings.ts'
import { authScheme, createHttpClient } from './openapi/index.ts'

interface OpenClient {
  key: string
  client: unknown
  close(): Promise<void>
}

const openedBy = perPlatform((_platform: Platform) => new Map<string, OpenClient>())

const rowFields = {
  kind: true,
  title: true,
  baseUrl: true,
  auth: true,
  sealed: true,
  settings: true,
} as const

/**
 * The client of a connection, with its credential opened: the worker's alone (AppError `internal` elsewhere).
 * It is kept until the connection changes. Throws `not_found` when the connection is gone.
 */
export async function openClient(platform: Platform, connectionId: string): Promise<{ client: unknown }> {
  const gone = new AppError('not_found', 'This connection is gone.')
  const clients = openedBy(platform)
  const key = await connectionKey(platform, connectionId)
  if (key === null) throw gone
  const known = clients.get(connectionId)
  if (known?.key === key) return { client: known.client }
  const row = await platform.db.connection.findUnique({ where: { id: connectionId }, select: rowFields })
  if (row === null) throw gone
  const made = open(platform, row)
  clients.set(connectionId, { key, ...made })
  // What is under way with the old one comes to its end.
  void known?.close()
  return { client: made.client }
}

type Row = Prisma.ConnectionGetPayload<{ select: typeof rowFields }>

function open(platform: Platform, row: Row): Omit<OpenClient, 'key'> {
  const settings = connectionSettings.catch({}).parse(row.settings)
  const builtIn = builtInConnector(platform, row.kind)
  if (builtIn !== undefined) return { client: builtIn.open(platform, settings), close: async () => undefined }
  if (row.baseUrl === null) throw new AppError('unavailable', `${row.title} has no address yet.`)
  const auth = row.auth === null ? null : authScheme.parse(row.auth)
  const credential = row.sealed === null ? null : openCredential(platform, row.title, row.sealed)
  const connection = { title: row.title, baseUrl: row.baseUrl, auth, settings }
  const client = createHttpClient({ connection, credential, now: () => platform.clock.now() })
  return { client, close: () => client.close() }
}

/** What was sealed for another key (a database restored without its secrets) says so, and nothing is sent without it. */
function openCredential(platform: Platform, title: string, sealed: Uint8Array): string {
  try {
    return platform.secrets.open(sealed)
  } catch (error) {
    if (isAppError(error)) throw error
    const message = `The credential of ${title} cannot be opened with this installation’s key, so nothing was sent. Give the credential again.`
    throw new AttemptError('before_effect', message, { ours: true, cause: error })
  }
}
