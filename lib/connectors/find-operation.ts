import { AppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { mayUse } from './access.ts'
import { allOperations, type ConnectedOperation } from './connected-operation.ts'

/** All operations that are switched on and that the person may use; `query`: those whose words hold all of its words; `connection`: its name or id. */
export async function listOperations(
  platform: Platform,
  {
    person,
    query,
    connection,
  }: { person: { teams: readonly string[]; roles?: readonly string[] }; query?: string | undefined; connection?: string | undefined },
): Promise<ConnectedOperation[]> {
  const words = (query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (await allOperations(platform)).filter((one) => {
    const { enabled, operation, connection: its } = one
    if (!enabled || !mayUse(person, one) || (connection !== undefined && its.name !== connection && its.id !== connection)) return false
    const text = [operation.name, operation.title, operation.description, its.title, ...operation.examples].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/**
 * The one operation that is meant, of those that the person may use. Throws AppError `invalid` when none is called that, when it is
 * switched off, and when several connections offer it and none was named; `not_found` when the person may use none of them.
 */
export async function findOperation(
  platform: Platform,
  {
    person,
    operation: name,
    connection,
  }: { person: { teams: readonly string[]; roles?: readonly string[] }; operation: string; connection?: string | undefined },
): Promise<ConnectedOperation> {
  const named = (await allOperations(platform)).filter(({ operation }) => operation.name === name)
  const meant = named.filter(({ connection: its }) => connection === undefined || its.name === connection || its.id === connection)
  const found = meant.filter((one) => mayUse(person, one))
  if (meant.length > 0 && found.length === 0) throw new AppError('not_found', `There is no operation called ${name} that you may use.`)
  const enabled = found.filter((one) => one.enabled)
  const [first] = enabled
  if (first !== undefined && enabled.length === 1) return first
  if (enabled.length > 1) {
    const names = enabled.map((one) => one.connection.name).join(', ')
    throw refused(`Several connections offer ${name}: name one of them (${names}).`, 'connection', `is needed, one of ${names}`)
  }
  if (found.length > 0) throw refused(`${name} is switched off.`, 'operation', 'is switched off')
  if (named.length > 0) throw refused(`The connection ${connection} does not offer ${name}.`, 'connection', 'does not offer this operation')
  throw refused(`There is no operation called ${name}.`, 'operation', 'is not known')
}

/** Everything that a connection offers, by name, switched off or not; nothing when it is gone. */
export async function offeredBy(platform: Platform, connectionId: string): Promise<ReadonlyMap<string, ConnectedOperation>> {
  return new Map((await allOperations(platform, connectionId)).map((connected) => [connected.operation.name, connected]))
}

/** An operation as an action names it, switched off or not; null when it is gone. */
export async function loadOperation(
  platform: Platform,
  { operation: name, connectionId }: { operation: string; connectionId: string },
): Promise<ConnectedOperation | null> {
  return (await allOperations(platform, connectionId)).find(({ operation }) => operation.name === name) ?? null
}

function refused(detail: string, path: string, message: string): AppError {
  return new AppError('invalid', detail, { errors: [{ path, message }] })
}
