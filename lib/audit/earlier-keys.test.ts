import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { signCheckpoint, verifierKey } from './checkpoint-note.ts'
import { openTrusted, readEarlierKeys, trustEarlierKey } from './earlier-keys.ts'

const signer = () => ({ name: 'log', ...generateKeyPairSync('ed25519') })
const root = Buffer.alloc(32, 7)

async function dataDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

test('an earlier key vouches for what came along, and for nothing after it', async () => {
  const [own, former, stranger] = [signer(), signer(), signer()]
  const folder = await dataDir()
  expect(await readEarlierKeys(folder)).toEqual([])
  await trustEarlierKey(folder, { verifier: verifierKey(former), upTo: 10, since: '2026-03-01T12:00:00.000Z' })
  const earlier = await readEarlierKeys(folder)
  const opens = (key: ReturnType<typeof signer>, size: number) =>
    openTrusted(signCheckpoint({ size, root }, key), own, earlier)?.size ?? null
  expect(opens(former, 10)).toBe(10)
  expect(opens(former, 11)).toBeNull()
  expect(opens(own, 11)).toBe(11)
  expect(opens(stranger, 5)).toBeNull()
})

test('a log that moved twice keeps both keys; what is no key is refused', async () => {
  const folder = await dataDir()
  const keys = [signer(), signer()].map(verifierKey)
  for (const [index, verifier] of keys.entries())
    await trustEarlierKey(folder, { verifier, upTo: index + 1, since: '2026-03-01T12:00:00.000Z' })
  expect((await readEarlierKeys(folder)).map(({ verifier }) => verifier)).toEqual(keys)
  const [, id] = (keys[0] ?? '').split('+')
  const forged = `log+${id}+${(keys[1] ?? '').split('+').slice(2).join('+')}`
  await expect(trustEarlierKey(folder, { verifier: forged, upTo: 1, since: '2026-03-01T12:00:00.000Z' })).rejects.toThrow()
})
