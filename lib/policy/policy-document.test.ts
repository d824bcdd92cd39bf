import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { takeValues } from '#lib/platform/expression.ts'
import { compileCondition, conditionHolds } from './compile-rule.ts'
import { defaultRules } from './default-rules.ts'
import { factDefaults } from './fact-defaults.ts'
import { factDocs } from './fact-docs.ts'
import { type Facts, factNames } from './facts.ts'
import { ruleText } from './policy-difference.ts'
import { type PolicyRule, ruleSchema } from './rule.ts'
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

const plainly = { ...factDefaults('billing.pay_invoice'), preview: { changes: 1, fields: ['paid'] } }
/** Facts of which nothing is missing, and facts of which all is that may be. */
const samples: Record<string, Facts> = {
  full: {
    ...plainly,
    input: { priority: 'urgent' },
    money: { minor: 4990, currency: 'EUR', known: true },
    requester: { ...plainly.requester, teams: ['finance'], key: { ageDays: 3, scopes: ['decide'] } },
    tainted: true,
    sources: 4,
    sourceOperations: ['desk.read_case'],
    recipients: [{ domain: 'example.test', known: false }],
    newRecipient: true,
    model: { label: 'Rules model', confidence: 0.4 },
    hour: 23,
    weekday: 6,
    businessHours: false,
  },
  sparse: { ...plainly, preview: null },
}

/** What keeps a rule from an answer; null where it has one, whichever. */
function unanswered(rule: PolicyRule, facts: Facts): string | null {
  const found = conditionHolds(rule, takeValues({ ...facts }), { get: () => 1 })
  return found.known ? null : found.why
}

/** A member that no fact has, such as `money.amount`, wherever it stands: what is not reached is not noticed by evaluating. */
function strangers({ condition }: PolicyRule): string[] {
  const known = factDocs.map(({ name }) => name)
  const paths = (condition ?? '').replaceAll(/"[^"]*"|'[^']*'/g, '').match(/\b(money|preview|requester|model)(\.\w+)+/g) ?? []
  return paths.filter((path) => !known.includes(path))
}

const ruleOf = (condition: string) => ruleSchema.parse({ name: 'x', operations: ['*'], condition, verdict: 'allow', reason: 'r' })

const docs = join(import.meta.dirname, '../../docs')
const examples = globSync('**/*.md', { cwd: docs }).flatMap((file) =>
  [...readFileSync(join(docs, file), 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm)].flatMap(([, text = '']) => {
    const written: unknown = JSON.parse(text)
    return typeof written === 'object' && written !== null && 'operations' in written ? [{ file, written }] : []
  }),
)
/** The examples of the table of a rule's members, put together. */
const [, table = ''] = /## A rule\n([\s\S]*?)\n## /.exec(document) ?? []
const members = [...table.matchAll(/^\| `(\w+)` \|.*\| `([^`]+)` \|$/gm)].map(([, name = '', value = '']) => [name, JSON.parse(value)])

test('there are examples of whole rules to be read', () => {
  expect(examples.map(({ file }) => file)).toContain('passkeys.md')
  expect(members.map(([name]) => name).sort()).toEqual(Object.keys(ruleSchema.shape).sort())
})

describe.each([
  ...examples,
  { file: 'policy.md', written: Object.fromEntries(members) },
  ...defaultRules.map((written) => ({ file: `policy.md, ${written.name}`, written })),
  ...factDocs.map(({ name, example }) => ({ file: `policy.md, ${name}`, written: ruleOf(example) })),
])('the rule in docs/$file', ({ written }) => {
  test.each(Object.entries(samples))('can be read, and has an answer with %s facts', (_, facts) => {
    const rule = ruleSchema.parse(written)
    expect(compileCondition(rule) ?? { ok: true }).toMatchObject({ ok: true })
    expect(unanswered(rule, facts)).toBeNull()
    expect(strangers(rule)).toEqual([])
  })
})

test('an example with a member that there is not would be found', () => {
  const wrong = ruleOf('money.amount > 100000')
  expect(unanswered(wrong, samples.full as Facts)).not.toBeNull()
  expect(strangers(ruleOf('true || money.amount > 1'))).toEqual(['money.amount'])
})

test('every fact and function has its entry', () => {
  const top = new Set(factDocs.map(({ name }) => name.split('.')[0]))
  expect([...top].sort()).toEqual([...factNames, ...Object.keys(windowFunctions)].sort())
  expect(Object.keys(factDefaults('a.b')).sort()).toEqual([...factNames].sort())
})
