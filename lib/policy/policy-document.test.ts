import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileCondition } from './compile-rule.ts'
import { defaultRules } from './default-rules.ts'
import { factDefaults } from './fact-defaults.ts'
import { factDocs } from './fact-docs.ts'
import { factNames } from './facts.ts'
import { ruleText } from './policy-difference.ts'
import { ruleSchema } from './rule.ts'
import { verdicts } from './verdict-kind.ts'
import { windowFunctions } from './windows.ts'

// The formatter aligns tables.
const plain = (text: string) => text.replaceAll(/ +/g, ' ')
const document = plain(readFileSync(join(import.meta.dirname, '../../docs/policy.md'), 'utf8'))

describe('docs/policy.md says what there is', () => {
  test.each(factDocs)('the fact $name, with its example', ({ name, type, doc, example }) => {
    expect(document).toContain(plain(`| \`${name}\` | ${type} | ${doc} | \`${example.replaceAll('|', '\\|')}\` |`))
  })

  test.each(defaultRules)('the default rule $name, as it is', (rule) => {
    expect(document).toContain(plain(`### ${rule.name}\n\n\`\`\`\n${ruleText(rule)}\n\`\`\`\n\n`))
  })

  test.each([...verdicts, ...Object.keys(ruleSchema.shape)])('%s', (name) => {
    expect(document).toContain(`| \`${name}\` |`)
  })
})

test('every fact and function has its entry, and every example can be read', () => {
  const top = new Set(factDocs.map(({ name }) => name.split('.')[0]))
  expect([...top].sort()).toEqual([...factNames, ...Object.keys(windowFunctions)].sort())
  expect(Object.keys(factDefaults('a.b')).sort()).toEqual([...factNames].sort())
  for (const { example } of factDocs) {
    const rule = ruleSchema.parse({ name: 'x', operations: ['*'], condition: example, verdict: 'allow', reason: 'r' })
    expect(compileCondition(rule), example).toMatchObject({ ok: true })
  }
})
