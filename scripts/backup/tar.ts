import type { Readable, Writable } from 'node:stream'
import { extract, type Header, pack } from 'tar-stream'

// tar-stream's streams behave as Node's do; its types do not say so.

export type TarHeader = Pick<Header, 'name' | 'size' | 'mtime'>

/** A tar as it is written. A member's sink takes as many bytes as its header says, or fails. */
export function packTar() {
  const tar = pack()
  return {
    stream: tar as unknown as Readable,
    entry: (header: TarHeader, done: (error?: Error | null) => void) => tar.entry({ ...header, mode: 0o600 }, done) as unknown as Writable,
    finalize: () => tar.finalize(),
  }
}

/** A tar as it is read: what goes into `sink` comes out as members, one at a time. */
export function extractTar(): { sink: Writable; members: AsyncIterable<{ header: Header; body: Readable }> } {
  const tar = extract()
  const members = async function* () {
    for await (const entry of tar) yield { header: entry.header, body: entry as unknown as Readable }
  }
  return { sink: tar as unknown as Writable, members: members() }
}
