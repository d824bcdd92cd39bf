import { createHash } from 'node:crypto'

/** Each connection keeps what it has prepared, so lists of many lengths must not make ever more of it. */
const most = 500
const names = new Map<string, string>()

/**
 * A name under which a connection prepares this statement once and then only runs it: for the ledger's reads, parsing and
 * planning costs more than the reading. Past the limit, statements get the empty name and are prepared each time.
 */
export function statementName(sql: string): string {
  const known = names.get(sql)
  if (known !== undefined) return known
  if (names.size >= most) return ''
  const name = createHash('sha256').update(sql).digest('base64url')
  names.set(sql, name)
  return name
}
