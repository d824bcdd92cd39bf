import { expect, test } from 'vitest'
import { defaultRules } from '#lib/policy/index.ts'
import { anything, readCondition, type SimpleCondition, writeCondition } from './simple-condition.ts'

const efforts = ['any', 'read', 'write', 'irreversible', 'changing'] as const
const flags = ['any', 'yes', 'no'] as const
const amounts: SimpleCondition['amount'][] = [
  { kind: 'any' },
  { kind: 'unclear' },
  { kind: 'over', minor: 2500 },
  { kind: 'over_or_unclear', minor: 0 },
  { kind: 'up_to', minor: 999_999_999_999_999 },
]

test('whatever a form says is read back as the same form', () => {
  for (const effect of efforts)
    for (const confirmed of flags)
      for (const tainted of flags)
        for (const environment of ['any', 'production', 'sandbox'] as const)
          for (const amount of amounts) {
            const form: SimpleCondition = { effect, confirmed, tainted, newRecipient: tainted, environment, amount }
            expect(readCondition(writeCondition(form))).toEqual(form)
          }
})

test.each([
  [null, {}],
  ['', {}],
  ['tainted && effect != "read"', { tainted: 'yes', effect: 'changing' }],
  ["effect == 'write'&&confirmed", { effect: 'write', confirmed: 'yes' }],
  ['effect == "write"\n  && money.known && money.minor > 2500', { effect: 'write', amount: { kind: 'over', minor: 2500 } }],
])('%j says the same in any order and spacing', (condition, form) => {
  expect(readCondition(condition)).toEqual({ ...anything, ...form })
})

test.each([
  'effect == "write" || confirmed',
  'effect == "write" && effect == "read"',
  'tainted && !tainted',
  'tainted &&',
  '&& tainted',
  'tainted confirmed',
  'taintedly',
  'confirmed == true',
  'money.minor > 2500',
  'money.known',
  'money.known && money.minor > 25.5',
  'money.known && money.minor > 2500 || tainted',
  '!money.known || money.minor > 2500',
  '(tainted)',
  'effect == "write" && input.kind == "a && b"',
  'effect == "read\'',
  'environment == "staging"',
])('%j says more than a form can, so it stays text', (condition) => {
  expect(readCondition(condition)).toBeNull()
})

test('every condition of the default rules is one that a form can say, and means the same when it is written again', () => {
  for (const { condition } of defaultRules) {
    const form = readCondition(condition)
    expect(form, String(condition)).not.toBeNull()
    const again = writeCondition(form ?? anything)
    expect(partsOf(again)).toEqual(partsOf(condition))
  }
})

function partsOf(condition: string | null): string[] {
  return (condition ?? '').split(' && ').sort()
}
