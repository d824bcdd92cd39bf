import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { entryBytes } from './audit-entry.ts'
import { readCheckpoint } from './checkpoint-note.ts'
import { appendLeaf, copyFrontier, type Frontier, leafHash, rootOf } from './merkle-tree.ts'

/**
 * What is kept beside the database, where someone with rights in the database alone can't reach:
 * `checkpoints.log`, the signed notes one after another with an empty line behind each, and
 * `entries.log`, the log's entries themselves, 48 bytes each, so that a change can be traced to the entry.
 */
export function outsidePaths(dataDir: string): { folder: string; checkpoints: string; entries: string; earlierKeys: string } {
  const folder = join(dataDir, 'audit')
  return {
    folder,
    checkpoints: join(folder, 'checkpoints.log'),
    entries: join(folder, 'entries.log'),
    earlierKeys: join(folder, 'earlier-keys.json'),
  }
}

/** Opens the two files for the sequencer, which is alone with them. */
export async function openOutside(dataDir: string) {
  const paths = outsidePaths(dataDir)
  await mkdir(paths.folder, { recursive: true, mode: 0o700 })
  const checkpoints = await openForUpdate(paths.checkpoints)
  const entries = await openForUpdate(paths.entries)
  const { end, size } = await lastWhole(checkpoints)
  let at = end
  return {
    /** How many entries the last whole checkpoint here speaks of. */
    size,
    /** Puts entries into their places. */
    async putEntries(index: number, list: readonly Buffer[]): Promise<void> {
      if (list.length > 0) await entries.write(Buffer.concat(list), 0, undefined, index * entryBytes)
    },
    /** Appends notes, after the entries that they speak of are safe on the disk; over a note that a crash has torn. */
    async append(notes: readonly string[]): Promise<void> {
      await entries.datasync()
      const text = Buffer.from(notes.map((note) => `${note}\n`).join(''))
      await checkpoints.truncate(at)
      await checkpoints.write(text, 0, text.length, at)
      await checkpoints.datasync()
      at += text.length
    },
    async close(): Promise<void> {
      await checkpoints.close()
      await entries.close()
    },
  }
}

async function openForUpdate(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return open(path, 'w+', 0o600)
  }
}

const tailBytes = 4096

/** Where the last whole note ends, and its size. */
async function lastWhole(file: FileHandle): Promise<{ end: number; size: number }> {
  const { size: length } = await file.stat()
  const from = Math.max(0, length - tailBytes)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(length, tailBytes)), 0, undefined, from)
  const text = buffer.toString('latin1', 0, bytesRead)
  const notes = [...text.matchAll(/(?:^|(?<=\n\n))[^\n]+\n\d+\n[^\n]+\n\n[^\n]+\n\n/g)]
  const last = notes.at(-1)
  if (last === undefined) return { end: from === 0 ? 0 : length, size: 0 }
  return { end: from + last.index + last[0].length, size: Number(last[0].split('\n')[1]) }
}

/** The notes in `checkpoints.log` up to byte `end`, in order. `size` null: something stands there that is no checkpoint. A torn note at the end is no note. */
export async function* readOutside(dataDir: string, end: number): AsyncGenerator<{ size: number | null; note: string }> {
  if (end === 0) return
  const stream = createReadStream(/* turbopackIgnore: true */ outsidePaths(dataDir).checkpoints, { end: end - 1 })
  let lines: string[] = []
  for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
    lines.push(line)
    const whole = lines.length > 1 && line === '' && lines.at(-2)?.startsWith('— ')
    if (!whole && lines.length < 20) continue
    const note = `${lines.slice(0, -1).join('\n')}\n`
    yield { size: readCheckpoint(note)?.size ?? null, note }
    lines = []
  }
}

export type OutsideReader = Awaited<ReturnType<typeof openOutsideForReading>>

/** How long `checkpoints.log` is, and a reader of entries; both empty where there are no files. */
export async function openOutsideForReading(dataDir: string) {
  const paths = outsidePaths(dataDir)
  const [checkpoints, entries] = await Promise.all([openIfThere(paths.checkpoints), openIfThere(paths.entries)])
  const length = (await checkpoints?.stat())?.size ?? 0
  await checkpoints?.close()
  return {
    there: checkpoints !== null,
    /** Bytes. */
    length,
    /** Entries from `index` on, as many as there are up to `count`, in one piece. */
    async entries(index: number, count: number): Promise<Buffer> {
      if (entries === null) return Buffer.alloc(0)
      const { buffer, bytesRead } = await entries.read(Buffer.alloc(count * entryBytes), 0, undefined, index * entryBytes)
      return buffer.subarray(0, bytesRead - (bytesRead % entryBytes))
    },
    close: async () => entries?.close(),
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const entriesAtOnce = 5_000

/** Whether the entries kept outside lead from a good tree to a signed root, and so are the ones that were signed. */
export async function outsideGives(outside: OutsideReader, good: Frontier, size: number, root: Buffer): Promise<boolean> {
  const tree = copyFrontier(good)
  while (tree.size < size) {
    const entries = await outside.entries(tree.size, Math.min(entriesAtOnce, size - tree.size))
    if (entries.length === 0) return false
    for (let at = 0; at < entries.length; at += entryBytes) appendLeaf(tree, leafHash(entries.subarray(at, at + entryBytes)))
  }
  return rootOf(tree).equals(root)
}

/** Whether there is no entry: the file ends before it, or has a hole there. */
export function isBlank(copy: Buffer): boolean {
  return copy.length < entryBytes || copy.every((byte) => byte === 0)
}
