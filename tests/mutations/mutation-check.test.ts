import { expect, inject, test } from 'vitest'
import { mutations } from './mutations.ts'
import { copySources } from './sources-copy.ts'

const guards = 'tests/actions/guards.test.ts'
const copy = await copySources(inject('template').admin)

test('every guard has been broken at least once', () => {
  const names = ['digest', 'fence', 'last look', 'requester excluded', 'settled stays settled', 'compare-and-set count', 'lost wake-up']
  expect([...new Set(mutations.map(({ guard }) => guard))]).toEqual(names)
})

test('the sources as they are: every test of a guard passes', { timeout: 240_000 }, async () => {
  const ran = await copy.run(guards)
  expect(ran.filter(({ passed }) => !passed)).toEqual([])
  expect(ran.map(({ name }) => name)).toEqual(expect.arrayContaining(mutations.map(({ test }) => test)))
})

test.each(mutations)('$guard broken in $file: a test fails', { timeout: 240_000 }, async (mutation) => {
  const ran = await copy.broken(mutation, () => copy.run(guards, mutation.test))
  expect(ran.map(({ name, passed }) => ({ name, passed }))).toEqual([{ name: mutation.test, passed: false }])
  // By what it expects, not because the broken sources do not run at all.
  expect(ran[0]?.messages.join('\n')).toMatch(/AssertionError/)
})
