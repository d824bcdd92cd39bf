import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backOfficeDocument } from '#demo/document.ts'
import { demoConnections } from '#demo/organisation.ts'

// The house knows the demo only by its document, as it knows any other company's systems.

interface Operation {
  operationId: string
  tags: string[]
}

const document = backOfficeDocument('http://127.0.0.1') as { paths: Record<string, Record<string, Operation>> }
const operations = Object.values(document.paths).flatMap((path) => Object.values(path).filter((each) => each?.operationId !== undefined))
const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const segments = Object.keys(document.paths).flatMap((path) =>
  path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{')),
)

/** Names of operations, in any spelling, wherever they stand. */
const names = new Set(operations.flatMap(({ operationId }) => [operationId, snake(operationId), snake(operationId).replaceAll('_', '-')]))
/** Words of the document's addresses and tags, as a whole text or a part of an address in it. */
const words = new Set([...segments, ...operations.flatMap(({ tags }) => tags), ...demoConnections.map(({ name }) => name)])

const files = readdirSync('lib', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))

/** Words that the demo shares with everyone, and why they may stand here. */
const shared: Readonly<Record<string, string>> = {
  close: 'the event of a connection that has closed, as ioredis names it',
  cancel: 'the right to cancel an action, which is a route of our own contract',
  notes: 'how fields for free text are called in any API',
  search: 'how a field for words to look for is called in any API',
}

/** The texts that stand in quotes. */
function quoted(source: string): string[] {
  return [...source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
}

test('the document has what is looked for', () => {
  expect([...names]).toEqual(expect.arrayContaining(['refundOrder', 'refund_order', 'setCreditLimit']))
  expect([...words]).toEqual(expect.arrayContaining(['orders', 'refunds', 'commerce', 'helpdesk', 'credit-limit']))
})

test('no file of lib names an operation of the demo', () => {
  const found = files.flatMap((file) => {
    const source = readFileSync(file, 'utf8')
    return [...names].filter((name) => new RegExp(`\\b${name}\\b`).test(source)).map((name) => `${file}: ${name}`)
  })
  expect(found).toEqual([])
})

test('no file of lib holds a tag or a path segment of the demo’s document', () => {
  const found = files.flatMap((file) =>
    quoted(readFileSync(file, 'utf8')).flatMap((text) =>
      [...words]
        .filter((word) => !(word in shared) && text.split(/[/.?#]|__/).includes(word))
        .map((word) => `${file}: '${text}' holds ${word}`),
    ),
  )
  expect(found).toEqual([])
})
