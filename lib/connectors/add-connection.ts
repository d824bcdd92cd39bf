import { recordAudit } from '#lib/audit/index.ts'
import { AppError, isAppError, zodErrors } from '#lib/core/index.ts'
import { isUniqueViolation, type Platform, Prisma, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { hostAndPort, isPrivateHost } from '#lib/platform/outbound-http.ts'
import { builtInConnector } from './built-in.ts'
import { allOperations, type ConnectedOperation, type ConnectionSummary } from './connected-operation.ts'
import { type ConnectionSettings, connectionSettings, limitsOf } from './connection-settings.ts'
import { fetchDocument } from './fetch-document.ts'
import { type AuthRequest, splitAuth } from './openapi/auth-request.ts'
import { type LeftOutEntry, makeOperation, type ReadDocument, readDocument } from './openapi/index.ts'

/** Who does it. */
export interface ConnectionActor {
  kind: 'person' | 'system'
  id: string | null
}

export interface NewConnection {
  /** Unique, fixed, `^[a-z][a-z0-9_]{0,30}$`. */
  name: string
  title?: string | undefined
  /** The OpenAPI document, as text or object; or `url`, where it is. */
  document?: string | object | undefined
  url?: string | undefined
  /** Takes only the operations with one of these tags. */
  tags?: readonly string[] | undefined
  /** Default: the document's first server. */
  baseUrl?: string | undefined
  /** Default: what the document asks for. */
  auth?: AuthRequest | undefined
  /** The secret, where it is not in `auth`: the token or key, for basic `user:password`. */
  credential?: string | undefined
  /** Confirms every operation as the document declares it. */
  confirm?: boolean | undefined
  environment?: 'production' | 'sandbox' | undefined
  settings?: ConnectionSettings | undefined
  /** An admin has said that a private address is meant. Default: in the demo only. */
  allowPrivate?: boolean | undefined
  actor: ConnectionActor
}

export interface AddedConnection {
  connection: ConnectionSummary
  operations: ConnectedOperation[]
  leftOut: LeftOutEntry[]
}

/** The rule for connections' names. */
export const connectionName = /^[a-z][a-z0-9_]{0,30}$/

/**
 * Makes a connection of an OpenAPI document: its operations, its sealed credential, its audit event, in one transaction.
 * Throws AppError `invalid` for what cannot be used and `conflict` for a name that is taken.
 */
export async function addConnection(platform: Platform, given: NewConnection): Promise<AddedConnection> {
  await checkName(platform, given.name, 'openapi')
  const wanted = connectionSettings.safeParse(given.settings ?? {})
  if (!wanted.success) throw new AppError('invalid', 'These settings do not fit.', { errors: zodErrors(wanted.error) })
  const allowPrivate = given.allowPrivate ?? platform.env.DEMO
  const source = given.document ?? (given.url === undefined ? undefined : await fetchDocument(platform, given.url, { allowPrivate }))
  if (source === undefined) throw new AppError('invalid', 'An OpenAPI document, or the address of one, is needed.')
  const read = await readDocument(source, { tags: given.tags })
  if (read.operations.length === 0) throw new AppError('invalid', nothingLeft(read, given.tags))
  const baseUrl = baseUrlOf(read, given)
  const settings = { ...wanted.data, allowedHosts: allowedHosts(new URL(baseUrl), given, allowPrivate) }
  const { auth, credential } =
    given.auth === undefined && read.auth === null && given.credential === undefined
      ? { auth: null, credential: null }
      : splitAuth(given.auth ?? read.auth ?? { type: 'bearer' }, given.credential)

  const id = platform.ids()
  await insert(platform, given.name, async (tx) => {
    const title = given.title ?? read.title
    const now = platform.clock.now()
    await tx.connection.create({
      data: {
        id,
        name: given.name,
        title,
        kind: 'openapi',
        environment: given.environment ?? 'production',
        baseUrl,
        auth: auth === null ? Prisma.DbNull : auth,
        sealed: credential === null ? null : Uint8Array.from(platform.secrets.seal(credential)),
        settings: toJson(settings),
        document: toJson(read.document),
        leftOut: toJson(read.leftOut),
        createdAt: now,
      },
    })
    const rows = operationRows(platform, read, { name: given.name, title }, given, now)
    await tx.connectionOperation.createMany({ data: rows.map((row) => ({ ...row, connectionId: id })) })
    await recordAudit(tx, {
      kind: 'connection.added',
      actor: given.actor,
      subject: { kind: 'connection', id },
      content: {
        name: given.name,
        title,
        baseUrl,
        auth: auth?.type ?? 'none',
        tags: given.tags ?? [],
        limits: toJson(limitsOf(settings)),
        confirmedAsDeclared: given.confirm === true,
        operations: rows.map(({ name, effect, repeat, confirmed }) => ({ name, effect, repeat, confirmed })),
        leftOut: read.leftOut.length,
      },
    })
  })
  return { ...(await added(platform, id)), leftOut: read.leftOut }
}

/** Makes a connection of a connector that is written by hand (`mail`). Throws like addConnection. */
export async function addBuiltInConnection(
  platform: Platform,
  given: Pick<NewConnection, 'title' | 'environment' | 'settings' | 'actor'> & { kind: string; name: string },
): Promise<AddedConnection> {
  const connector = builtInConnector(platform, given.kind)
  if (connector === undefined) throw new AppError('invalid', `There is no connector called ${given.kind}.`)
  await checkName(platform, given.name, given.kind)
  const id = platform.ids()
  await insert(platform, given.name, async (tx) => {
    const title = given.title ?? connector.title
    const settings = toJson(connectionSettings.parse(given.settings ?? {}))
    const environment = given.environment ?? 'production'
    await tx.connection.create({
      data: { id, name: given.name, title, kind: given.kind, environment, settings, createdAt: platform.clock.now() },
    })
    const content = { name: given.name, title, kind: given.kind, operations: connector.operations.map(({ name }) => ({ name })) }
    await recordAudit(tx, { kind: 'connection.added', actor: given.actor, subject: { kind: 'connection', id }, content })
  })
  return { ...(await added(platform, id)), leftOut: [] }
}

/** Countersign itself is a connection too, always there: what changes its rules is an action like any other. */
export async function ensureCountersignConnection(platform: Platform): Promise<void> {
  if ((await platform.db.connection.count({ where: { name: houseName } })) > 0) return
  try {
    await addBuiltInConnection(platform, { kind: houseName, name: houseName, actor: { kind: 'system', id: null } })
  } catch (error) {
    // Another process was first.
    if (!isAppError(error, 'conflict')) throw error
  }
}

/** Its name is nobody else's: rules that name it mean it. */
const houseName = 'countersign'

async function checkName(platform: Platform, name: string, kind: string): Promise<void> {
  if ((name === houseName) !== (kind === houseName)) throw new AppError('invalid', `Only Countersign itself is called ${houseName}.`)
  if (!connectionName.test(name)) {
    const message = 'begins with a small letter and holds small letters, digits and _, 31 at most'
    throw new AppError('invalid', `The name of a connection ${message}.`, { errors: [{ path: 'name', message }] })
  }
  if ((await platform.db.connection.count({ where: { name } })) > 0) throw nameTaken(name)
}

function nameTaken(name: string): AppError {
  return new AppError('conflict', `There is a connection called ${name} already. Choose another name.`)
}

async function insert(platform: Platform, name: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await withTransaction(platform, work)
  } catch (error) {
    throw isUniqueViolation(error) ? nameTaken(name) : error
  }
}

async function added(platform: Platform, id: string): Promise<{ connection: ConnectionSummary; operations: ConnectedOperation[] }> {
  const operations = await allOperations(platform, id)
  const [first] = operations
  if (first === undefined) throw new AppError('internal', 'The connection was made without operations.')
  return { connection: first.connection, operations }
}

function operationRows(
  platform: Platform,
  { operations }: ReadDocument,
  connection: { name: string; title: string },
  { confirm = false, actor }: NewConnection,
  now: Date,
) {
  return operations.map((declaration) => {
    const confirmed = declaration.confirmed || confirm
    const { name, version } = makeOperation(declaration, connection, { ...declaration, confirmed })
    return {
      id: platform.ids(),
      name,
      version,
      declaration: toJson(declaration),
      effect: declaration.effect,
      repeat: declaration.repeat,
      confirmed,
      ...(confirm && !declaration.confirmed ? { confirmedBy: actor.id, confirmedAt: now } : {}),
    }
  })
}

function nothingLeft({ leftOut }: ReadDocument, tags: readonly string[] | undefined): string {
  const [first] = leftOut
  if (first !== undefined) return `No operation of the document can be used. ${first.operation}: ${first.why}.`
  return tags === undefined || tags.length === 0
    ? 'The document describes no operation.'
    : `No operation of the document carries the tag ${tags.join(' or ')}.`
}

function baseUrlOf({ servers }: ReadDocument, { baseUrl, url }: NewConnection): string {
  const wanted = baseUrl ?? servers[0]
  const absolute = wanted !== undefined && URL.canParse(wanted, url) ? new URL(wanted, url) : null
  if (absolute === null) {
    throw new AppError('invalid', 'The document does not say where the system is: give the base URL.', {
      errors: [{ path: 'baseUrl', message: 'is needed' }],
    })
  }
  const complaint =
    absolute.protocol !== 'http:' && absolute.protocol !== 'https:'
      ? 'must begin with http:// or https://'
      : absolute.username !== '' || absolute.password !== ''
        ? 'must not hold a password: give it as the credential'
        : absolute.search !== '' || absolute.hash !== ''
          ? 'must end with its path'
          : null
  if (complaint !== null) throw new AppError('invalid', `The base URL ${complaint}.`, { errors: [{ path: 'baseUrl', message: complaint }] })
  return absolute.href.replace(/\/+$/, '')
}

/** Public hosts are reached anyway; a private one (by its name, or because an admin says so) is named. */
function allowedHosts(baseUrl: URL, given: NewConnection, allowPrivate: boolean): string[] {
  const isPrivate = isPrivateHost(baseUrl)
  if (isPrivate && !allowPrivate) {
    throw new AppError('invalid', `${baseUrl.host} is on this machine or in a private network. An admin must say that this is meant.`, {
      errors: [{ path: 'baseUrl', message: 'is a private address' }],
    })
  }
  const meant = isPrivate || given.allowPrivate === true ? [hostAndPort(baseUrl)] : []
  return [...new Set([...(given.settings?.allowedHosts ?? []), ...meant])]
}
