import { entryBytes, eventIdOf } from './audit-entry.ts'
import { type Mark, readMarks } from './checkpoint-marks.ts'
import type { NoteKey } from './checkpoint-note.ts'
import { type ErasureRecords, erasureRecords, notErased } from './erasure-records.ts'
import { eventAt, eventExists, readLog } from './log-reader.ts'
import type { LogRow } from './log-row.ts'
import { appendLeaf, copyFrontier, emptyFrontier, type Frontier, leafHash, rootOf } from './merkle-tree.ts'
import { isBlank, type OutsideReader, outsideGives } from './outside-copy.ts'
import type { Snapshot } from './snapshot.ts'
import { type SubtreeCheck, subtreeCheck } from './subtree-check.ts'
import type { FirstBad } from './verify-audit.ts'

export interface WalkResult {
  events: number
  /** Of these, how many have no content any more. */
  erased: number
  checkpoints: number
  /** When the newest event of the log happened; empty for an empty log. */
  newestAt: string
  firstBad: FirstBad | null
}

type Placed = FirstBad & { index: number }

interface Walk {
  snapshot: Snapshot
  outside: OutsideReader
  marks: AsyncGenerator<Mark, undefined>
  /** The next checkpoint to hold the tree against. */
  mark: Mark | undefined
  tree: Frontier
  /** The tree at the last checkpoint that fitted. */
  good: Frontier
  /** The first entry since then that differs from the copy outside. Means something only if that copy is what was signed. */
  differs: { index: number; eventId: string; original: string } | null
  events: number
  erased: number
  erasures: ErasureRecords
  subtrees: SubtreeCheck
  checkpoints: number
  newestAt: string
}

/**
 * Goes through the log once, building its tree from what the events say now, and holds it against each checkpoint on the way.
 * Where a checkpoint does not fit, the entries kept outside, if they give the signed root, tell exactly which entry is not the old one.
 */
export async function walkLog(
  snapshot: Snapshot,
  key: NoteKey,
  { dataDir, outside, pageSize }: { dataDir: string; outside: OutsideReader; pageSize: number },
): Promise<WalkResult> {
  const marks = readMarks(snapshot, key, { dataDir, length: outside.length })
  const [tree, good] = [emptyFrontier(), emptyFrontier()]
  const counts = { events: 0, erased: 0, checkpoints: 0, newestAt: '' }
  const checks = { erasures: erasureRecords(snapshot), subtrees: subtreeCheck() }
  const walk: Walk = { snapshot, outside, marks, mark: undefined, tree, good, differs: null, ...checks, ...counts }
  await nextMark(walk)
  const firstBad = (await findFirstBad(walk, pageSize)) ?? (await checkSubtrees(walk))
  const { events, erased, checkpoints, newestAt } = walk
  return { events, erased, checkpoints, newestAt, firstBad }
}

async function checkSubtrees({ snapshot, subtrees }: Walk): Promise<FirstBad | null> {
  const index = await subtrees.firstWrong(snapshot)
  if (index === null) return null
  const why = 'The log is whole, but what proofs from here on are made with is not: a stored root of a subtree is another.'
  return { index, eventId: await eventAt(snapshot, index), why }
}

async function nextMark(walk: Walk): Promise<void> {
  walk.mark = (await walk.marks.next()).value
}

async function findFirstBad(walk: Walk, pageSize: number): Promise<FirstBad | null> {
  const { snapshot, outside, tree } = walk
  for await (const rows of readLog(snapshot, pageSize)) {
    const from = tree.size
    const copies = await outside.entries(from, rows.length)
    for (const row of rows) {
      const bad = await passMarks(walk, tree.size)
      if (bad !== null) return bad
      const at = (tree.size - from) * entryBytes
      const noticed = takeRow(walk, row, copies.subarray(at, at + entryBytes))
      if (noticed !== null) return settle(walk, noticed)
      if (row.erasure === null) continue
      if (!(await walk.erasures.names(row.eventId, row.erasure)))
        return settle(walk, { index: tree.size - 1, eventId: row.eventId, why: notErased })
      walk.erased += 1
    }
  }
  const bad = await passMarks(walk, Number.POSITIVE_INFINITY)
  if (bad !== null || walk.good.size === tree.size) return bad
  const why = 'No checkpoint covers this entry and those behind it, although each is signed when it is made.'
  return { index: walk.good.size, eventId: await eventAt(snapshot, walk.good.size), why }
}

/** Adds one row to the tree, or says what can be seen to be wrong with it by itself. */
function takeRow(walk: Walk, row: LogRow, copy: Buffer): Placed | null {
  const { tree } = walk
  const { eventId, entry } = row
  const index = tree.size
  if (row.index !== index) return { index, eventId: isBlank(copy) ? null : eventIdOf(copy), why: 'This entry is missing from the log.' }
  if (entry === null) return { index, eventId, why: 'This event has been deleted; its place in the log is still there.' }
  if (walk.differs === null && !entry.equals(copy) && !isBlank(copy)) walk.differs = { index, eventId, original: eventIdOf(copy) }
  if (!row.intact) return { index, eventId, why: 'This event is not what was recorded: it does not fit its hash.' }
  const leaf = leafHash(entry)
  if (!leaf.equals(row.leafHash))
    return { index, eventId, why: 'This event does not belong here: its place in the log has the hash of something else.' }
  appendLeaf(tree, leaf, walk.subtrees.onWhole)
  walk.events += 1
  if (row.at !== null && row.at > walk.newestAt) walk.newestAt = row.at
  return null
}

/** Holds the tree against every checkpoint up to a size. */
async function passMarks(walk: Walk, upTo: number): Promise<FirstBad | null> {
  for (; walk.mark !== undefined && walk.mark.size <= upTo; await nextMark(walk)) {
    const bad = await checkMark(walk, walk.mark)
    if (bad !== null) return bad
  }
  return null
}

async function checkMark(walk: Walk, mark: Mark): Promise<FirstBad | null> {
  const { snapshot, outside, tree, good } = walk
  const doubt = async (why: string) => ({ index: good.size, eventId: await eventAt(snapshot, good.size), why })
  const name = `the checkpoint over ${mark.size} entries ${mark.where}`
  if (mark.root === null) return doubt(`From here on nothing vouches for the log: ${name} ${mark.why}.`)
  if (mark.size > tree.size) {
    const copy = await outside.entries(tree.size, 1)
    const missing = mark.size - tree.size
    const why = `The log ends here, but ${name} was signed: the last ${missing} ${missing === 1 ? 'is' : 'are'} missing.`
    return settle(walk, { index: tree.size, eventId: isBlank(copy) ? null : eventIdOf(copy), why })
  }
  if (!rootOf(tree).equals(mark.root)) {
    if (walk.differs !== null && (await outsideGives(outside, good, mark.size, mark.root))) return nameDifference(walk, walk.differs)
    return doubt(`From here to entry ${mark.size - 1} something is not what was signed: ${name} has another root.`)
  }
  if (!mark.inside) return doubt(`The checkpoint over ${mark.size} entries is gone from the database; it is still ${mark.where}.`)
  walk.checkpoints += 1
  walk.good = copyFrontier(tree)
  walk.differs = null
  return null
}

/** What is the first that does not fit, when this was noticed: an earlier entry may have been changed with more care. */
async function settle(walk: Walk, noticed: Placed): Promise<FirstBad> {
  const { differs } = walk
  if (differs === null || differs.index >= noticed.index) return noticed
  while (walk.mark !== undefined && (walk.mark.root === null || walk.mark.size <= noticed.index)) await nextMark(walk)
  const signed = walk.mark
  if (signed === undefined || signed.root === null || !(await outsideGives(walk.outside, walk.good, signed.size, signed.root)))
    return noticed
  return nameDifference(walk, differs)
}

async function nameDifference({ snapshot }: Walk, { index, eventId, original }: NonNullable<Walk['differs']>): Promise<FirstBad> {
  if (original === eventId)
    return { index, eventId, why: 'This event was changed, and its hashes with it: the signed log has another content.' }
  if (await eventExists(snapshot, original))
    return { index, eventId, why: `Another event belongs in this place of the signed log: ${original}.` }
  return { index, eventId: original, why: `This event has been deleted, and ${eventId} put in its place in the log.` }
}
