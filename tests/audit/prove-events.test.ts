import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { logEntry } from '#lib/audit/audit-entry.ts'
import { openCheckpoint } from '#lib/audit/checkpoint-note.ts'
import { proveEvents, sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { type AskRows, openTree } from '#lib/audit/log-tree.ts'
import { consistencyProof, inclusionProof, rootFromInclusion } from '#lib/audit/merkle-proof.ts'
import { leafHash, rootOfLeaves } from '#lib/audit/merkle-tree.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'
import { auditedPlatform, intruder, recordEvents } from './audited.ts'

const asker =
  ({ pool }: TestPlatform): AskRows =>
  async (text, values) =>
    (await pool.query(text, values)).rows

test('a stranger gets from each event to the signed root with nothing but the proof', async () => {
  const { platform, ids } = await auditedPlatform()
  const proofs = await proveEvents(platform, ids)
  expect(proofs.map(({ eventId }) => eventId)).toEqual(ids)
  for (const { eventId, index, leafHash: leaf, contentHash, path, checkpoint } of proofs) {
    expect(checkpoint.size).toBe(30)
    const entry = leafHash(logEntry(eventId, Buffer.from(contentHash, 'hex')))
    expect(entry.toString('hex')).toBe(leaf)
    const root = rootFromInclusion(
      entry,
      index,
      30,
      path.map((hash) => Buffer.from(hash, 'hex')),
    )
    expect(root?.toString('hex')).toBe(checkpoint.rootHash)
    expect(openCheckpoint(checkpoint.note, platform.secrets.auditKey)?.root.toString('hex')).toBe(checkpoint.rootHash)
  }
})

test('an event that has no signed place yet is left out, and so is one that never was', async () => {
  const { platform, ids } = await auditedPlatform()
  const [waiting] = await recordEvents(platform, 1, 40)
  const proofs = await proveEvents(platform, [String(waiting), platform.ids(), String(ids[3])])
  expect(proofs.map(({ eventId }) => eventId)).toEqual([ids[3]])
  expect(await proveEvents(await testPlatform(), [String(ids[3])])).toEqual([])
})

test('a log that was changed gives no proof, rather than a wrong one', async () => {
  const { platform, ids, tamper } = await auditedPlatform()
  await tamper(`update audit_leaf set "leafHash" = decode(repeat('11', 32), 'hex') where index = 5`)
  await expect(proveEvents(platform, [String(ids[7])])).rejects.toThrow('nothing is proved')
})

describe('a log over several tiles', () => {
  const size = 256 * 3 + 77

  async function longLog() {
    const platform = await testPlatform()
    await recordEvents(platform, 500)
    await sequenceAudit(platform, { batch: 200 })
    await recordEvents(platform, size - 500, 500)
    await sequenceAudit(platform)
    const leaves = (await platform.db.auditLeaf.findMany({ orderBy: { index: 'asc' } })).map(({ leafHash }) => Buffer.from(leafHash))
    return { platform, leaves }
  }

  test('proofs through stored subtrees are the ones that the whole log gives', async () => {
    const { platform, leaves } = await longLog()
    expect(await platform.db.auditSubtree.count()).toBe(3)
    const sizes = fc.integer({ min: 1, max: size }).chain((newer) => fc.tuple(fc.integer({ min: 1, max: newer }), fc.constant(newer)))
    await fc.assert(
      fc.asyncProperty(sizes, async ([older, newer]) => {
        const tree = openTree(asker(platform), newer)
        expect(await tree.root()).toEqual(rootOfLeaves(leaves.slice(0, newer)))
        expect(await tree.inclusion(older - 1)).toEqual(inclusionProof(leaves.slice(0, newer), older - 1))
        expect(await tree.consistency(older, newer)).toEqual(consistencyProof(leaves.slice(0, newer), older))
      }),
      { numRuns: 60, examples: [[[256, size]], [[512, 768]], [[size, size]], [[1, 1]]] },
    )
  })

  test('a log from before subtrees were stored is proved all the same, and gets them at the next look at everything', async () => {
    const { platform } = await longLog()
    const tamper = await intruder(platform)
    const ids = (await platform.db.auditLeaf.findMany({ where: { index: { in: [0n, 300n, 800n] } }, orderBy: { index: 'asc' } })).map(
      ({ eventId }) => eventId,
    )
    const before = await proveEvents(platform, ids)
    await tamper('delete from audit_subtree')
    expect(await proveEvents(platform, ids)).toEqual(before)
    await sequenceAudit(platform, { everything: true })
    expect(await platform.db.auditSubtree.count()).toBe(3)
  })

  test('a stored subtree that is not the right one gives no wrong proof, and verification finds it', async () => {
    const { platform } = await longLog()
    expect(await verifyAudit(platform)).toMatchObject({ ok: true })
    const tamper = await intruder(platform)
    await tamper(`update audit_subtree set hash = decode(repeat('11', 32), 'hex') where index = 1`)
    const { eventId } = await platform.db.auditLeaf.findFirstOrThrow({ where: { index: 0n } })
    await expect(proveEvents(platform, [eventId])).rejects.toThrow('nothing is proved')
    expect((await verifyAudit(platform)).firstBad).toMatchObject({ index: 256, why: expect.stringContaining('subtree') })
  })
})
