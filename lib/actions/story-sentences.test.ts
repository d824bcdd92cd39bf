import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sentences } from './story-sentences.ts'

test('whatever is put on record about an action has words in its story', () => {
  const sources = globSync('lib/**/*.ts').filter((path) => !path.endsWith('.test.ts'))
  const recorded = sources.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/kind: '(action\.[a-z_]+)'/g)].map(([, kind]) => kind))
  expect(recorded.length).toBeGreaterThan(20)
  expect(recorded.filter((kind) => kind !== undefined && !(kind in sentences))).toEqual([])
})
