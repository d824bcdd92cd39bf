import { expect, test } from 'vitest'
import { checkPolicyDraft, readPolicyDraft } from './policy-draft.ts'

const rule = { name: 'all', operations: ['*'], condition: 'tainted', verdict: 'deny', reason: 'Closed.' }
const facts = { operation: 'mail.send', effect: 'irreversible', tainted: true }
const passes = { name: 'closed', facts, expected: { verdict: 'deny' } }
const fails = { name: 'open', facts, expected: { verdict: 'allow' } }

test.each([
  ['no object', 3, ''],
  ['a verdict that there is not', { rules: [{ ...rule, verdict: 'maybe' }] }, 'rules.0.verdict'],
  ['a member that nobody knows', { rules: [rule, { ...rule, name: 'b', colour: 'red' }] }, 'rules.1.colour'],
  ['a comment, which stands elsewhere', { rules: [rule], comment: 'why' }, 'comment'],
])('%s is told with the way to it', (_what, given, path) => {
  expect(readPolicyDraft(given)).toMatchObject({ ok: false, errors: [{ path }] })
  expect(checkPolicyDraft(given, [])).toMatchObject({ errors: [{ path }], tests: null })
})

test('a condition that can’t be read is told with its character, and no test is run on it', () => {
  expect(checkPolicyDraft({ rules: [{ ...rule, condition: 'tainted &&' }], tests: [passes] }, [])).toMatchObject({
    errors: [{ path: 'rules.0.condition', at: expect.any(Number) }],
    tests: null,
  })
})

test('each test says whether it passes; a draft without tests keeps the old ones', () => {
  const said = expect.stringContaining('the rules say deny')
  expect(checkPolicyDraft({ rules: [rule], tests: [passes, fails] }, [])).toEqual({ errors: [], tests: [null, said] })
  const kept = readPolicyDraft({ rules: [rule], tests: [fails] })
  expect(checkPolicyDraft({ rules: [rule] }, kept.ok ? (kept.draft.tests ?? []) : [])).toEqual({ errors: [], tests: [said] })
})
