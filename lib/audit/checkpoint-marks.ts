import type { NoteKey } from './checkpoint-note.ts'
import { type EarlierKey, openTrusted, readEarlierKeys } from './earlier-keys.ts'
import { readOutside } from './outside-copy.ts'
import type { Snapshot } from './snapshot.ts'

/** A checkpoint that the log must fit, wherever it is kept. */
export interface Mark {
  size: number
  /** The signed root; null: `why` says what is wrong with the checkpoint itself. */
  root: Buffer | null
  /** False: it is outside, where nothing comes before it is inside, but not inside. */
  inside: boolean
  where: 'in the database' | 'in the file beside the database'
  why: string
}

const pageSize = 1_000

/** All checkpoints, inside and outside, by rising size; one that is kept in both places comes once. */
export async function* readMarks(snapshot: Snapshot, key: NoteKey, outside: { dataDir: string; length: number }): AsyncGenerator<Mark> {
  const earlier = await readEarlierKeys(outside.dataDir)
  const inside = insideNotes(snapshot)
  const copies = outsideNotes(outside)
  let [left, right] = [await inside.next(), await copies.next()]
  let highest = 0
  while (!left.done || !right.done) {
    const both = !left.done && !right.done && left.value.note === right.value.note
    // What is outside comes first: it is the harder to forge, so it has the better claim to name what does not fit.
    const takeRight = !right.done && (left.done || right.value.size <= left.value.size)
    const stored: StoredNote = takeRight ? (right.value as StoredNote) : (left.value as StoredNote)
    const mark = { ...markOf(stored, key, earlier), inside: both || !takeRight }
    yield mark.size < highest ? { ...mark, size: highest, root: null, why: 'stands behind a later one' } : mark
    highest = Math.max(highest, mark.size)
    if (both || !takeRight) left = await inside.next()
    if (both || takeRight) right = await copies.next()
  }
}

interface StoredNote {
  size: number
  note: string
  where: Mark['where']
  /** Why it is none, found without the signature. */
  broken: string | null
}

function markOf({ size, note, where, broken }: StoredNote, key: NoteKey, earlier: readonly EarlierKey[]): Omit<Mark, 'inside'> {
  if (broken !== null) return { size, root: null, where, why: broken }
  const signed = openTrusted(note, key, earlier)
  return signed === null
    ? { size, root: null, where, why: 'was not signed with this installation’s key' }
    : { size, root: signed.root, where, why: '' }
}

async function* insideNotes(snapshot: Snapshot): AsyncGenerator<StoredNote> {
  let after = -1
  for (;;) {
    const rows = await snapshot.query<{ size: string; rootHash: Buffer; note: string }>(
      'select size, "rootHash", note from audit_checkpoint where size > $1 order by size limit $2',
      [after, pageSize],
    )
    for (const { size, rootHash, note } of rows) {
      const [, noteSize, noteRoot] = note.split('\n')
      const fits = noteSize === size && noteRoot === rootHash.toString('base64')
      yield { size: Number(size), note, where: 'in the database', broken: fits ? null : 'does not say what its note says' }
    }
    if (rows.length < pageSize) return
    after = Number(rows.at(-1)?.size)
  }
}

async function* outsideNotes({ dataDir, length }: { dataDir: string; length: number }): AsyncGenerator<StoredNote> {
  let last = 0
  for await (const { size, note } of readOutside(dataDir, length)) {
    yield { size: size ?? last, note, where: 'in the file beside the database', broken: size === null ? 'can’t be read' : null }
    last = size ?? last
  }
}
