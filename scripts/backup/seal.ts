import { buffer } from 'node:stream/consumers'
import { packTar } from './tar.ts'

/** A tar ends with two empty blocks. */
export const endOfTarBytes = 1024
/** Header, one block for its line, and the end of the tar. */
export const sealBytes = 512 + 512 + endOfTarBytes

/**
 * The last member: the sha256 (hex) of every byte before it. It can be made from that alone, and is made again to check it,
 * so no byte of an archive is left that could change unnoticed. It shows damage, not forgery: who can write the file can seal it.
 */
export async function sealOf(sha256: string): Promise<Buffer> {
  const tar = packTar()
  const line = Buffer.from(`sha256 ${sha256}\n`)
  tar.entry({ name: 'seal', size: line.length, mtime: new Date(0) }, () => tar.finalize()).end(line)
  return buffer(tar.stream)
}
