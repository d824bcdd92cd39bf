import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type ExportFilter,
  eraseEvents,
  exportAudit,
  proveConsistency,
  recordAudit,
  sequenceAudit,
  verifierKey,
  verifyAudit,
} from '#lib/audit/index.ts'
import { isConsistent } from '#lib/audit/merkle-proof.ts'
import { type Platform, withTransaction } from '#lib/platform/index.ts'
import { type TestPlatform, testPlatform } from '#tests/support/test-platform.ts'
import { auditedPlatform, recordEvents } from './audited.ts'

const by = { personId: '0199a1b0-0000-7000-8000-000000000001' }

async function linesOf(platform: Platform, filter: ExportFilter = {}): Promise<string[]> {
  let text = ''
  for await (const piece of (await exportAudit(platform, filter, by)).lines) text += piece
  expect(text.endsWith('\n')).toBe(true)
  return text.slice(0, -1).split('\n')
}

/** Runs the script of the documentation as a process of its own, as a stranger would. */
async function verify(platform: TestPlatform, lines: readonly string[], keys = [verifierKey(platform.secrets.auditKey)]) {
  const path = join(platform.env.DATA_DIR, 'export.jsonl')
  await writeFile(path, lines.map((line) => `${line}\n`).join(''))
  const child = spawn(process.execPath, ['docs/verify-audit-export.mjs', path, ...keys])
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  return { code, said: said.trim() }
}

type Line = Record<string, unknown> & { type: string }
const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Line)
/** The same lines, with one of them changed. */
function changed(lines: readonly string[], at: number, change: (line: Line) => void): string[] {
  const line = JSON.parse(lines[at] ?? '') as Line
  change(line)
  return lines.with(at, JSON.stringify(line))
}
/** Another digit in the middle of a hash. */
const bent = (hex: unknown) => String(hex).replace(/(?<=^.{20})./, (digit) => (digit === '0' ? '1' : '0'))

/** Header, three checkpoints, 30 events, the end. */
async function exported() {
  const audited = await auditedPlatform()
  return { ...audited, lines: await linesOf(audited.platform) }
}

test('an export of the whole log is verified by a script that knows nothing of this program', async () => {
  const { platform, lines } = await exported()
  expect(parsed(lines).map(({ type }) => type)).toEqual(['header', ...Array(3).fill('checkpoint'), ...Array(30).fill('event'), 'end'])
  expect(await verify(platform, lines)).toEqual({ code: 0, said: '30 of 30 entries fit, 0 of them erased. Filter: null' })
})

test('texts and numbers that canonical JSON is picky about survive the way out', async () => {
  const platform = await testPlatform()
  const content: object = JSON.parse(
    String.raw`{"10":"ten","9":"nine","\u00e9\u2028":"a\u2028b\u2029c","\ud83d\ude00":1e21,"\ufb33":5e-324,"":-0.5,"__proto__":{"a":1},"\u20ac":"\u0007\u007f\\"}`,
  )
  await withTransaction(platform, (tx) =>
    recordAudit(tx, { kind: 'thing.made', actor: { kind: 'system', id: null }, subject: { kind: 'thing', id: 'odd\u2028' }, content }),
  )
  await sequenceAudit(platform)
  expect(await verifyAudit(platform)).toMatchObject({ ok: true })
  const lines = await linesOf(platform)
  expect(lines.join('')).not.toMatch(/[\u2028\u2029]/)
  expect(await verify(platform, lines)).toMatchObject({ code: 0, said: expect.stringContaining('1 of 1') })
})

test('a part of the log is verified, and says that it is a part', async () => {
  const { platform } = await auditedPlatform()
  const lines = await linesOf(platform, { subject: 'thing:t13' })
  expect(parsed(lines).filter(({ type }) => type === 'event')).toMatchObject([{ index: 13, subject: { kind: 'thing', id: 't13' } }])
  const { code, said } = await verify(platform, lines)
  expect(code).toBe(0)
  expect(said).toContain('1 of 30 entries fit')
  expect(said).toContain('"subject":"thing:t13"')
  const byTime = await linesOf(platform, { from: new Date('2026-01-05T08:00:03Z'), to: new Date('2026-01-05T08:00:06Z') })
  expect(parsed(byTime).flatMap(({ type, index }) => (type === 'event' ? [index] : []))).toEqual([3, 4, 5])
  expect(await verify(platform, byTime)).toMatchObject({ code: 0 })
})

test('an empty log is exported and verified, too', async () => {
  const platform = await testPlatform()
  expect(await verify(platform, await linesOf(platform))).toMatchObject({ code: 0, said: expect.stringContaining('0 of 0') })
})

test('that someone took the log away is in the log', async () => {
  const { platform } = await exported()
  const event = await platform.db.auditEvent.findFirstOrThrow({ where: { kind: 'audit.exported' } })
  expect(event).toMatchObject({ actorId: by.personId, content: { size: 30, filter: null } })
})

describe('tampered with', () => {
  const event = 10
  const refusals: [string, (lines: string[]) => string[], number, string][] = [
    ['a content', (lines) => changed(lines, event, (it) => Object.assign(it, { content: { number: 1 } })), 11, 'the content hash'],
    ['a kind', (lines) => changed(lines, event, (it) => Object.assign(it, { kind: 'thing.lost' })), 11, 'the content hash'],
    ['a time', (lines) => changed(lines, event, (it) => Object.assign(it, { at: '2026-01-05T08:00:00.000Z' })), 11, 'the content hash'],
    ['a member more', (lines) => changed(lines, event, (it) => Object.assign(it, { approved: true })), 11, 'the content hash'],
    ['a salt', (lines) => changed(lines, event, (it) => Object.assign(it, { salt: bent(it.salt) })), 11, 'the content hash'],
    [
      'a content hash',
      (lines) => changed(lines, event, (it) => Object.assign(it, { contentHash: bent(it.contentHash) })),
      11,
      'the content hash',
    ],
    ['a leaf hash', (lines) => changed(lines, event, (it) => Object.assign(it, { leafHash: bent(it.leafHash) })), 11, 'the leaf hash'],
    [
      'a proof',
      (lines) => changed(lines, event, (it) => Object.assign(it, { path: (it.path as string[]).with(2, bent((it.path as string[])[2])) })),
      11,
      'the inclusion proof',
    ],
    ['the order of two lines', (lines) => lines.with(10, lines[11] ?? '').with(11, lines[10] ?? ''), 12, 'the order'],
    [
      'the places of two events',
      (lines) =>
        changed(
          changed(lines, 10, (it) => Object.assign(it, { index: 7 })),
          11,
          (it) => Object.assign(it, { index: 6 }),
        ),
      11,
      'the inclusion proof',
    ],
    ['a line that is dropped', (lines) => lines.toSpliced(event, 1), 34, 'lines are missing'],
    [
      'a dropped line, counted again',
      (lines) => changed(lines.toSpliced(event, 1), 33, (it) => Object.assign(it, { lines: 34 })),
      34,
      'entries are missing',
    ],
    ['a line that stands twice', (lines) => lines.toSpliced(event, 0, lines[event] ?? ''), 12, 'the order'],
    ['the end cut off', (lines) => lines.slice(0, -1), 34, 'lines are missing'],
    ['the last ten cut off', (lines) => lines.slice(0, -11), 24, 'lines are missing'],
    [
      'a signature',
      (lines) =>
        changed(lines, 2, (it) => Object.assign(it, { note: String(it.note).replace(/.(?=.{9}\n$)/, (c) => (c === 'A' ? 'B' : 'A')) })),
      3,
      'the signature',
    ],
    [
      'a root',
      (lines) =>
        changed(lines, 2, (it) => Object.assign(it, { note: String(it.note).replace(/(?<=\n20\n)./, (c) => (c === 'A' ? 'B' : 'A')) })),
      3,
      'the signature',
    ],
    [
      'a size',
      (lines) => changed(lines, 3, (it) => Object.assign(it, { note: String(it.note).replace('\n30\n', '\n31\n') })),
      4,
      'the signature',
    ],
    [
      'a consistency proof',
      (lines) =>
        changed(lines, 3, (it) =>
          Object.assign(it, { consistency: (it.consistency as string[]).with(0, bent((it.consistency as string[])[0])) }),
        ),
      4,
      'the consistency',
    ],
    ['a checkpoint that is dropped', (lines) => lines.toSpliced(2, 1), 3, 'a proof is too short'],
    ['an older log’s checkpoint as the newest', (lines) => lines.toSpliced(3, 1), 4, 'the inclusion proof'],
    ['a content that is called erased', (lines) => changed(lines, event, erase), 35, 'nothing says who erased'],
    [
      'an erased event with another content',
      (lines) => changed(lines, event, (it) => Object.assign(it, { erased: {}, salt: null })),
      11,
      'the content hash',
    ],
    ['a line that is no JSON', (lines) => lines.with(event, 'x'), 11, 'not valid JSON'],
  ]

  function erase(line: Line): void {
    Object.assign(line, { content: null, salt: null, erased: { at: line.at, eventId: line.id } })
  }

  test.each(refusals)('%s: refused, with the first line that does not fit', async (_what, tamper, line, why) => {
    const { platform, lines } = await exported()
    const tampered = tamper(lines)
    expect(tampered).not.toEqual(lines)
    const { code, said } = await verify(platform, tampered)
    expect(code).toBe(1)
    expect(said).toContain(`Line ${line} does not fit: `)
    expect(said).toContain(why)
  })

  test('another installation’s key vouches for nothing here; several keys are taken', async () => {
    const { platform, lines } = await exported()
    const other = verifierKey({ name: 'countersign-audit', publicKey: generateKeyPairSync('ed25519').publicKey })
    const own = verifierKey(platform.secrets.auditKey)
    expect(await verify(platform, lines, [other])).toMatchObject({ code: 1, said: expect.stringContaining('the signature') })
    expect(await verify(platform, lines, [])).toMatchObject({ code: 1 })
    expect(await verify(platform, lines, [own.replace('countersign', 'someone')])).toMatchObject({ code: 1 })
    expect(await verify(platform, lines, [other, own])).toMatchObject({ code: 0 })
  })
})

test('an export with erased events is whole: the log says who erased them', async () => {
  const { platform, ids } = await auditedPlatform()
  await eraseEvents(platform, { scope: { eventIds: [String(ids[4]), String(ids[17])] }, reason: 'asked for', by })
  await sequenceAudit(platform)
  const lines = await linesOf(platform)
  expect(JSON.parse(lines[5 + 4] ?? '')).toMatchObject({ index: 4, content: null, salt: null, erased: { eventId: expect.any(String) } })
  expect(await verify(platform, lines)).toEqual({ code: 0, said: '31 of 31 entries fit, 2 of them erased. Filter: null' })
  const renamed = changed(lines, 5 + 4, (it) => Object.assign(it, { kind: 'thing.harmless' }))
  expect(await verify(platform, renamed)).toMatchObject({ code: 1, said: expect.stringContaining('nothing says who erased') })
})

test('a log longer than a page and with many checkpoints is exported page by page', async () => {
  const platform = await testPlatform()
  await recordEvents(platform, 1_250)
  await sequenceAudit(platform, { batch: 5 })
  const { lines } = await exportAudit(platform, {}, by)
  const pieces: string[] = []
  for await (const piece of lines) pieces.push(piece)
  // Header, 250 checkpoints in two pieces, 1,250 events in three, the end.
  expect(pieces.length).toBe(7)
  expect(await verify(platform, pieces.join('').slice(0, -1).split('\n'))).toMatchObject({
    code: 0,
    said: expect.stringContaining('1250 of 1250'),
  })
})

test('a reader who leaves ends the export: nothing more is read', async () => {
  const platform = await testPlatform()
  await recordEvents(platform, 1_100)
  await sequenceAudit(platform)
  const { lines } = await exportAudit(platform, {}, by)
  await lines.next()
  await lines.next()
  await lines.return()
  expect(await lines.next()).toEqual({ done: true, value: undefined })
  expect(platform.pool.totalCount - platform.pool.idleCount).toBe(0)
})

test('a log with a gap is not exported as if it were whole', async () => {
  const { platform, tamper } = await auditedPlatform()
  await tamper('delete from audit_leaf where index = 11')
  await expect(linesOf(platform)).rejects.toThrow('missing from the audit log')
})

test('a consistency proof leads from any older size to a newer one; sizes that are none are refused', async () => {
  const { platform, lines } = await exported()
  const roots = new Map(
    parsed(lines).flatMap(({ type, note }) => (type === 'checkpoint' ? [String(note).split('\n').slice(1, 3) as [string, string]] : [])),
  )
  const rootOf = (size: number) => Buffer.from(roots.get(String(size)) ?? '', 'base64')
  const { path, notes } = await proveConsistency(platform, { from: 10 })
  expect(notes.to).toContain('\n30\n')
  const steps = path.map((hash) => Buffer.from(hash, 'hex'))
  expect(isConsistent({ size: 10, root: rootOf(10) }, { size: 30, root: rootOf(30) }, steps)).toBe(true)
  expect((await proveConsistency(platform, { from: 7, to: 13 })).notes).toEqual({ from: null, to: null })
  for (const sizes of [{ from: 0 }, { from: 31 }, { from: 10, to: 31 }, { from: 20, to: 10 }]) {
    await expect(proveConsistency(platform, sizes)).rejects.toMatchObject({ code: 'invalid' })
  }
})
