import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { builtInConnectors } from './built-in.ts'

const here = import.meta.dirname
const operations = Object.entries(builtInConnectors).flatMap(([kind, connector]) =>
  connector.operations.map((operation) => ({ kind, operation })),
)

describe('every operation that is written by hand', () => {
  test.each(operations)('$operation.name says what it does, in words and examples, and is tested', ({ kind, operation }) => {
    expect(operation.name).toMatch(new RegExp(`^${kind}\\.[a-z][a-z0-9_]*$`))
    expect(operation.title.length).toBeGreaterThan(5)
    expect(operation.description.length).toBeGreaterThan(20)
    expect(operation.examples.length).toBeGreaterThan(1)
    expect(operation.version).toMatch(/^sha256:[0-9a-f]{64}$/)
    if (operation.effect !== 'read') expect(operation.preview).not.toBeNull()

    const fields = Object.keys((operation.input.json as { properties: object }).properties)
    for (const example of operation.examples) {
      for (const [, field] of example.matchAll(/\{([^{}]+)\}/g)) expect(fields).toContain(field)
    }
    const file = operation.name.slice(kind.length + 1).replaceAll('_', '-')
    expect(existsSync(join(here, kind, `${file}.ts`))).toBe(true)
    expect(existsSync(join(here, kind, `${file}.test.ts`))).toBe(true)
  })

  test('no connector is without operations, and no folder without a connector', () => {
    const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'openapi')
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(builtInConnectors).sort())
    for (const { operations: own } of Object.values(builtInConnectors)) expect(own.length).toBeGreaterThan(0)
  })
})
