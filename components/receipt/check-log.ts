import canonicalize from 'canonicalize'
import type { Receipt, ReceiptEvent, ReceiptProof } from '#lib/core/receipt.ts'
import { fromHex, joined, sha256, textBytes, toHex } from './bytes.ts'
import { count, type Finding, fails, fits, open } from './check.ts'

/** Whether each event says what its hash in the log was made of. */
export async function checkEvents({ events, action }: Receipt): Promise<Finding> {
  if (events.length === 0) return fails('There is no event in this receipt.')
  const foreign = events.find(({ subject }) => subject.kind !== 'action' || subject.id !== action.id)
  if (foreign !== undefined) return fails(`The event ${foreign.kind} is about something else than this action.`)
  for (const event of events) {
    if (event.salt !== null && (await contentHash(event, event.salt)) !== event.contentHash)
      return fails(`The event ${event.kind} of ${event.at} is not what was recorded: it does not fit its hash.`)
  }
  const erased = events.filter(({ salt }) => salt === null).length
  if (erased > 0)
    return open(
      `What ${count(erased, 'event')} said was erased on request; only ${erased === 1 ? 'its hash is' : 'their hashes are'} left.`,
    )
  return fits(`What each of the ${count(events.length, 'event')} says fits the hash that is in the log.`)
}

async function contentHash({ id, at, kind, actor, subject, content, traceId }: ReceiptEvent, salt: string): Promise<string> {
  const text = canonicalize({
    actor: { id: actor.id, kind: actor.kind },
    at,
    content,
    id,
    kind,
    subject: { id: subject.id, kind: subject.kind },
    traceId,
  })
  return toHex(await sha256(fromHex(salt), textBytes(text ?? '')))
}

/** Whether each event stands in the log: its leaf and its path lead to the root that the checkpoint states (RFC 6962, 2.1.1). */
export async function checkPlace({ events, proofs }: Receipt): Promise<Finding> {
  for (const event of events) {
    const own = proofs.filter(({ eventId }) => eventId === event.id)
    const proof = own[0]
    if (proof === undefined) continue
    if (own.length > 1) return fails(`The event ${event.kind} has two places in the log.`)
    const leaf = await sha256(Uint8Array.of(0), fromHex(event.id.replaceAll('-', '')), fromHex(event.contentHash))
    if (toHex(leaf) !== proof.leafHash) return fails(`The proof for ${event.kind} is of another event.`)
    if ((await rootOf(leaf, proof)) !== proof.checkpoint.rootHash)
      return fails(`The proof for ${event.kind} does not lead to the checkpoint: this event is not at this place of the log.`)
  }
  const waiting = events.filter(({ id }) => !proofs.some(({ eventId }) => eventId === id)).length
  if (waiting > 0)
    return open(`${count(waiting, 'event')} of ${events.length} not signed yet: the log is written within seconds; try again.`)
  return fits(`The path from each of the ${count(events.length, 'event')} leads to the root of the checkpoint: all stand in the log.`)
}

/** The root that a path leads to; null where it cannot be one for this index and size (RFC 9162, 2.1.3.2). */
async function rootOf(leaf: Uint8Array, { index, path, checkpoint: { size } }: ReceiptProof): Promise<string | null> {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null
  let [node, last, root] = [index, size - 1, leaf]
  for (const step of path.map(fromHex)) {
    if (last === 0) return null
    const fromLeft = node % 2 === 1 || node === last
    root = await sha256(Uint8Array.of(1), fromLeft ? joined(step, root) : joined(root, step))
    if (fromLeft) while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 ? toHex(root) : null
}
