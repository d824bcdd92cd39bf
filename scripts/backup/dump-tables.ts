import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { ArchiveWriter } from './archive-writer.ts'
import type { DumpedTable } from './manifest.ts'
import type { Table } from './tables.ts'

const compress = promisify(zstdCompress)

/** A tar has to know how long a member is before it begins, so a table comes in parts of this many bytes, each compressed in memory. */
const partBytes = 4 * 1024 * 1024

/** Writes one table as the client's transaction sees it. Memory: two parts, however large the table. */
export async function dumpTable(client: pg.ClientBase, { name, columns }: Table, archive: ArchiveWriter): Promise<DumpedTable> {
  const list = columns.map(pg.escapeIdentifier).join(', ')
  const rows = client.query(copyTo(`copy (select ${list} from public.${pg.escapeIdentifier(name)}) to stdout`))
  let number = 0
  for await (const part of inParts(rows)) {
    number += 1
    await archive.add(partName(name, number), await compress(part))
  }
  return { name, columns, rows: rows.rowCount }
}

export function partName(table: string, number: number): string {
  return `tables/${table}/${String(number).padStart(6, '0')}.copy.zst`
}

async function* inParts(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    bytes += chunk.length
    if (bytes < partBytes) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
  }
  if (bytes > 0) yield Buffer.concat(held)
}
