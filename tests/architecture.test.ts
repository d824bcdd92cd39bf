import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findViolations } from '#scripts/architecture.ts'

const fixtures = 'tests/fixtures/floors'
const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: { name: string }[] }

test('every rule about imports has a wrong import that proves that it bites', () => {
  expect(readdirSync(fixtures).toSorted()).toEqual(forbidden.map(({ name }) => name).toSorted())
})

test.each(forbidden)('a wrong import is caught: $name', async ({ name }) => {
  const found = await findViolations(join(fixtures, name))
  expect(found.map(({ rule }) => rule)).toContain(name)
})
