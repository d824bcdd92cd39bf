import { expect, test } from 'vitest'
import type { PolicyRule } from '#lib/policy/index.ts'
import { policyText } from './policy-text.ts'

const rule = (name: string, operations: string[], condition: string): PolicyRule => ({
  name,
  operations,
  condition,
  verdict: 'allow',
  reason: 'r',
})

test('what the editor shows is the policy, whatever stands in its texts', () => {
  const rules = [
    rule('a,', ['x.*', 'y,', ' , '], 'input.kind in ["a",  "b"]'),
    rule('[\n "q"\n]', ['[', '"', ']'], 'input.text == "[\\n\\"a\\",\\n\\"b\\"]"'),
    rule('empty', [], '[]'),
  ]
  expect(JSON.parse(policyText({ rules, tests: [] }))).toEqual({ rules, tests: [] })
})

test('a list of names takes one line', () => {
  expect(policyText({ rules: [rule('a', ['x.*', 'y.*'], 'true')], tests: [] })).toContain('"operations": ["x.*", "y.*"],')
})
