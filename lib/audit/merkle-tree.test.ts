import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consistencyProof, inclusionProof, isConsistent, rootFromInclusion } from './merkle-proof.ts'
import { appendLeaf, copyFrontier, emptyFrontier, leafHash, nodeHash, rootOf, rootOfLeaves } from './merkle-tree.ts'

// The reference inputs of Certificate Transparency's own tests, and the root of each beginning of them.
const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const leaves = entries.map((hex) => leafHash(Buffer.from(hex, 'hex')))

test('the roots are those of RFC 6962', () => {
  expect(rootOfLeaves([]).toString('hex')).toBe(createHash('sha256').digest('hex'))
  roots.forEach((root, index) => {
    expect(rootOfLeaves(leaves.slice(0, index + 1)).toString('hex')).toBe(root)
  })
})

test('a leaf cannot be passed off as a node', () => {
  const [a, b] = [leafHash(Buffer.from('a')), leafHash(Buffer.from('b'))]
  expect(leafHash(Buffer.concat([a, b]))).not.toEqual(nodeHash(a, b))
})

test('going on from a copy leaves the first frontier as it was', () => {
  const first = emptyFrontier()
  for (const leaf of leaves.slice(0, 5)) appendLeaf(first, leaf)
  const second = copyFrontier(first)
  for (const leaf of leaves.slice(5)) appendLeaf(second, leaf)
  expect(rootOf(first).toString('hex')).toBe(roots[4])
  expect(rootOf(second).toString('hex')).toBe(roots[7])
})

const manyLeaves = Array.from({ length: 70 }, (_, index) => leafHash(Buffer.from([index])))

describe('proofs, for every size', () => {
  const size = fc.integer({ min: 1, max: manyLeaves.length })

  test('inclusion leads to the root, and not from another leaf or another place', () => {
    fc.assert(
      fc.property(size, fc.nat(), (count, seed) => {
        const some = manyLeaves.slice(0, count)
        const index = seed % count
        const leaf = some[index] as Buffer
        const proof = inclusionProof(some, index)
        const root = rootOfLeaves(some)
        expect(rootFromInclusion(leaf, index, count, proof)).toEqual(root)
        expect(rootFromInclusion(leafHash(Buffer.from('other')), index, count, proof)).not.toEqual(root)
        if (count > 1) expect(rootFromInclusion(leaf, (index + 1) % count, count, proof)).not.toEqual(root)
        expect(rootFromInclusion(leaf, index, count, [...proof, leaf])).not.toEqual(root)
      }),
    )
  })

  test('consistency holds between a tree and its beginning, and not with a changed beginning', () => {
    fc.assert(
      fc.property(size, fc.nat(), (count, seed) => {
        const some = manyLeaves.slice(0, count)
        const first = (seed % count) + 1
        const older = { size: first, root: rootOfLeaves(some.slice(0, first)) }
        const newer = { size: count, root: rootOfLeaves(some) }
        const proof = consistencyProof(some, first)
        expect(isConsistent(older, newer, proof)).toBe(true)
        const changed = [...some.slice(0, first - 1), leafHash(Buffer.from('changed'))]
        expect(isConsistent({ size: first, root: rootOfLeaves(changed) }, newer, proof)).toBe(false)
      }),
    )
  })
})
