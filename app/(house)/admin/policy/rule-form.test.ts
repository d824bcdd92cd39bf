import { expect, test } from 'vitest'
import { defaultRules, type PolicyRule } from '#lib/policy/index.ts'
import { ruleSchema } from '#lib/policy/rule.ts'
import { formOf, newRule, oneApprover, type RuleForm, ruleOf } from './rule-form.ts'

const full: PolicyRule = {
  name: 'refunds',
  operations: ['commerce.refund_*', 'billing.*'],
  condition: 'tainted && effect != "read" && money.known && money.minor > 2500',
  verdict: 'require_approval',
  requirements: [
    { role: 'approver', team: 'finance', quorum: 2, requesterExcluded: true, stepUp: true },
    { role: 'admin', quorum: 1, requesterExcluded: false },
  ],
  timeLimit: { hours: 8, calendar: true, remindAfter: 2, escalate: { after: 4, role: 'admin' } },
  grantable: { role: 'approver', atMost: 20000, tainted: false },
  shadow: true,
  reason: 'Money leaves.',
}
const scripted: PolicyRule = { ...full, condition: 'input.items.exists(i, i.price > 5)' }
const made = (form: RuleForm, base: PolicyRule, currency = 'EUR') => {
  const read = ruleOf(form, base, currency)
  if (!read.ok) throw new Error(JSON.stringify(read.errors))
  // What a form lets through, saving does too.
  expect(ruleSchema.safeParse(read.rule).error?.issues ?? []).toEqual([])
  return read.rule
}
const amountOf = (amount: string): Partial<RuleForm> => {
  const { when } = formOf(full, 'EUR')
  return { when: when && { ...when, amount } }
}
const errorsOf = (changes: Partial<RuleForm>, base = full) => {
  const read = ruleOf({ ...formOf(base, 'EUR'), ...changes }, base, 'EUR')
  return read.ok ? {} : read.errors
}

test.each([...defaultRules, full, scripted])('$name comes back from its form as it was, byte for byte', (rule) => {
  expect(JSON.stringify(made(formOf(rule, 'EUR'), rule))).toBe(JSON.stringify(rule))
})

test('“refunds over 40 need two of finance with a passkey” needs no CEL', () => {
  const form = formOf(newRule, 'EUR')
  if (form.when === null) throw new Error('a new rule is simple')
  const rule = made(
    {
      ...form,
      name: ' refunds over 40 ',
      operations: ['commerce.refund_order', ''],
      when: { ...form.when, amountKind: 'over_or_unclear', amount: '40' },
      requirements: [{ ...oneApprover, team: 'finance', quorum: '2', stepUp: true }],
      hours: '4',
      reason: 'Much money.',
    },
    newRule,
  )
  expect(rule).toEqual({
    name: 'refunds over 40',
    operations: ['commerce.refund_order'],
    condition: '(!money.known || money.minor > 4000)',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', team: 'finance', quorum: 2, requesterExcluded: true, stepUp: true }],
    timeLimit: { hours: 4, calendar: false },
    reason: 'Much money.',
  })
})

test('amounts follow the currency: no cents in yen, three digits in dinars', () => {
  const over = (amount: string, currency: string) => {
    const form = formOf(full, currency)
    return made({ ...form, when: form.when && { ...form.when, amountKind: 'over', amount } }, full, currency).condition
  }
  expect(over('2500', 'JPY')).toContain('money.minor > 2500')
  expect(over('2.5', 'BHD')).toContain('money.minor > 2500')
  expect(over('25,50', 'EUR')).toContain('money.minor > 2550')
})

test('a condition that no form can say is left alone while the rest is changed', () => {
  expect(formOf(scripted, 'EUR').when).toBeNull()
  expect(made({ ...formOf(scripted, 'EUR'), reason: 'Other.' }, scripted)).toEqual({ ...scripted, reason: 'Other.' })
})

test('what no field shows is kept', () => {
  const strange = { ...full, until: 'friday' } as PolicyRule
  expect(ruleOf(formOf(strange, 'EUR'), strange, 'EUR')).toEqual({ ok: true, rule: strange })
})

test('a rule that stops asking asks nobody any more', () => {
  const rule = made({ ...formOf(full, 'EUR'), verdict: 'deny' }, full)
  expect(Object.keys(rule)).toEqual(['name', 'operations', 'condition', 'verdict', 'shadow', 'reason'])
})

test.each<[Partial<RuleForm>, string]>([
  [{ name: ' ' }, 'name'],
  [{ reason: '' }, 'reason'],
  [{ operations: [''] }, 'operations.0'],
  [{ operations: ['mail send'] }, 'operations.0'],
  [amountOf('much'), 'amount'],
  [amountOf('2.555'), 'amount'],
  [amountOf('-1'), 'amount'],
  [{ requirements: [{ ...oneApprover, quorum: '0' }] }, 'requirements.0.quorum'],
  [{ requirements: [{ ...oneApprover, quorum: '1.5' }] }, 'requirements.0.quorum'],
  [{ requirements: [{ ...oneApprover, quorum: '21' }] }, 'requirements.0.quorum'],
  [{ name: 'n'.repeat(101) }, 'name'],
  [{ hours: '2001' }, 'hours'],
  [{ hours: '0' }, 'hours'],
  [{ hours: 'soon' }, 'hours'],
  [{ remindAfter: '0' }, 'remindAfter'],
  [{ escalateAfter: 'x' }, 'escalateAfter'],
  [{ grantAtMost: 'x' }, 'grantAtMost'],
])('%j is told at its field', (changes, field) => {
  expect(Object.keys(errorsOf(changes))).toEqual([field])
})
