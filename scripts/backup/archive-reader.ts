import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { AppError } from '#lib/core/index.ts'
import { type Contents, contentsName, contentsSchema, type Manifest, manifestName, readManifest } from './manifest.ts'
import { sealBytes, sealOf } from './seal.ts'
import { extractTar } from './tar.ts'

export interface Member {
  name: string
  body: AsyncIterable<Buffer>
}

export interface ArchiveReader {
  manifest: Manifest
  contents: Contents
  /**
   * The members between manifest and contents, in order, each held against its sum when it was read to its end. Throws
   * AppError 'invalid' when the file is no longer what was checked.
   */
  members(): AsyncGenerator<Member>
  close(): Promise<void>
}

/** Opens an archive after every byte of it was checked. Throws AppError 'invalid' for a file that is damaged, cut off or none of ours. */
export async function openArchiveForReading(path: string): Promise<ArchiveReader> {
  const file = await openFile(path)
  try {
    const end = await checkSeal(file, path)
    let manifest: Manifest | null = null
    let contents: Contents | null = null
    for await (const { name, body } of readTar(file, end)) {
      if (manifest === null && name !== manifestName) break
      if (name === manifestName) manifest = readManifest(await text(body))
      else if (name === contentsName) contents = contentsSchema.parse(JSON.parse(await text(body)))
      else for await (const _ of body);
    }
    if (manifest === null || contents === null) throw new AppError('invalid', `${path} is not a backup of this program.`)
    const known = { manifest, contents }
    return { ...known, members: () => checkedMembers(file, end, known.contents), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new AppError('invalid', code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}`)
  }
}

/** Holds the whole file against its seal. Answers where the seal begins. */
async function checkSeal(file: FileHandle, path: string): Promise<number> {
  const { size } = await file.stat()
  const end = size - sealBytes
  const damaged = `${path} is damaged, cut off, or not a backup of this program: it does not fit its seal. Nothing was written.`
  if (end <= 0) throw new AppError('invalid', damaged)
  const hash = createHash('sha256')
  for await (const chunk of bytesOf(file, end)) hash.update(chunk)
  const { buffer } = await file.read(Buffer.alloc(sealBytes), 0, sealBytes, end)
  if (!buffer.equals(await sealOf(hash.digest('hex')))) throw new AppError('invalid', damaged)
  return end
}

const pieceBytes = 1024 * 1024

/** The file up to `end`. A stream of Node's would close the file when it is given up halfway. */
async function* bytesOf(file: FileHandle, end: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < end; ) {
    const wanted = Math.min(pieceBytes, end - at)
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at)
    if (bytesRead === 0) throw new AppError('invalid', 'The file has become shorter while it was read.')
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function* readTar(file: FileHandle, end: number): AsyncGenerator<Member> {
  const { sink, members } = extractTar()
  const source = Readable.from(bytesOf(file, end), { objectMode: false })
  const fed = pipeline(source, sink)
  fed.catch(() => undefined)
  try {
    for await (const { header, body } of members) yield { name: header.name, body }
    await fed
  } finally {
    source.destroy()
  }
}

async function* checkedMembers(file: FileHandle, end: number, contents: Contents): AsyncGenerator<Member> {
  const expected = contents.members.values()
  for await (const { name, body } of readTar(file, end)) {
    if (name === contentsName) break
    const listed = expected.next().value
    const hash = createHash('sha256')
    const counted = async function* () {
      for await (const chunk of body) {
        hash.update(chunk)
        yield chunk
      }
    }
    const mine = counted()
    if (name !== manifestName) yield { name, body: mine }
    for await (const _ of mine);
    if (listed?.name !== name || hash.digest('hex') !== listed.sha256) {
      throw new AppError('invalid', `${name} in the backup is no longer what was checked a moment ago. Nothing was kept.`)
    }
  }
  if (expected.next().done !== true) throw new AppError('invalid', 'The backup ends before all that it lists. Nothing was kept.')
}
