import { stat } from 'node:fs/promises'
import { entryBytes } from './audit-entry.ts'
import { openOutsideForReading, outsidePaths, readOutside } from './outside-copy.ts'

export interface OutsideFile {
  /** Its name beside the others. */
  name: string
  path: string
  /** How much of it is meant. */
  bytes: number
}

/**
 * What is kept beside the database, cut where its last whole checkpoint ends. Both logs only grow there, so these bytes stay
 * as they are while they are copied; and what is outside is inside, so a snapshot of the database taken after this call has it all.
 */
export async function outsideFiles(dataDir: string): Promise<OutsideFile[]> {
  const paths = outsidePaths(dataDir)
  const outside = await openOutsideForReading(dataDir)
  await outside.close()
  let [bytes, size] = [0, 0]
  for await (const note of readOutside(dataDir, outside.length)) {
    bytes += Buffer.byteLength(note.note) + 1
    size = note.size ?? size
  }
  const entries = await bytesOf(paths.entries)
  const earlier = await bytesOf(paths.earlierKeys)
  return [
    { name: 'checkpoints.log', path: paths.checkpoints, bytes },
    { name: 'entries.log', path: paths.entries, bytes: Math.min(entries, size * entryBytes) },
    { name: 'earlier-keys.json', path: paths.earlierKeys, bytes: earlier },
  ].filter((file) => file.bytes > 0)
}

async function bytesOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
