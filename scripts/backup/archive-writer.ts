import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Contents, contentsName, type DumpedTable } from './manifest.ts'
import { endOfTarBytes, sealOf } from './seal.ts'
import { packTar, type TarHeader } from './tar.ts'

export interface ArchiveWriter {
  add(name: string, bytes: Buffer): Promise<void>
  /** The first `bytes` bytes of a file. Throws when it is shorter. */
  addFile(name: string, file: { path: string; bytes: number }): Promise<void>
  /** Writes what the archive holds and seals it. It is on the disk when this resolves. Answers its bytes. */
  finish(tables: readonly DumpedTable[]): Promise<number>
  /** After a failure: lets go of the file. */
  abandon(error: unknown): Promise<void>
}

/** A plain tar, written as it grows: its memory is one piece of a member. `file` is the writer's from here on. */
export function openArchive(file: FileHandle, madeAt: Date): ArchiveWriter {
  const tar = packTar()
  const members: Contents['members'] = []
  const hash = createHash('sha256')
  let written = 0
  const all = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of withoutEnd(chunks)) {
      hash.update(chunk)
      written += chunk.length
      yield chunk
    }
    const seal = await sealOf(hash.digest('hex'))
    written += seal.length
    yield seal
  }
  const done = pipeline(tar.stream, all, file.createWriteStream({ flush: true }))
  // A failure of the disk comes out of whichever call waits for it.
  done.catch((error: Error) => tar.stream.destroy(error))

  async function put(name: string, size: number, source: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<void> {
    const sum = createHash('sha256')
    await putEntry(tar, { name, size, mtime: madeAt }, counted(source, sum))
    members.push({ name, bytes: size, sha256: sum.digest('hex') })
  }

  return {
    add: (name, bytes) => put(name, bytes.length, [bytes]),
    async addFile(name, { path, bytes }) {
      if (bytes === 0) return put(name, 0, [])
      const source = await open(path, 'r')
      await put(name, bytes, source.createReadStream({ end: bytes - 1 }))
    },
    async finish(tables) {
      await put(contentsName, ...asMember({ tables: [...tables], members: [...members] }))
      tar.finalize()
      await done
      return written
    },
    async abandon(error) {
      tar.stream.destroy(error instanceof Error ? error : new Error(String(error)))
      await done.catch(() => undefined)
      await file.close().catch(() => undefined)
    },
  }
}

function asMember(contents: Contents): [number, Buffer[]] {
  const bytes = Buffer.from(`${JSON.stringify(contents, null, 1)}\n`)
  return [bytes.length, [bytes]]
}

async function* counted(source: AsyncIterable<Buffer> | Iterable<Buffer>, sum: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    sum.update(chunk)
    yield chunk
  }
}

/** One member. The sink waits for the disk; tar-stream refuses one that is not as long as its header says. */
function putEntry(tar: ReturnType<typeof packTar>, header: TarHeader, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sink = tar.entry(header, (error) => (error ? reject(error) : resolve()))
    pipeline(Readable.from(source), sink).catch(reject)
  })
}

/** All but the zeros that end a tar: the seal stands before them. */
async function* withoutEnd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    if (held.length <= endOfTarBytes) continue
    yield held.subarray(0, held.length - endOfTarBytes)
    held = Buffer.from(held.subarray(held.length - endOfTarBytes))
  }
}
