import { decimal, digitsOf, fromMinor, toMinor } from '#lib/core/money.ts'
import type { PolicyRule, Requirement } from '#lib/policy/rule.ts'
import type { VerdictKind } from '#lib/policy/verdict-kind.ts'
import { type AmountPart, anything, readCondition, type SimpleCondition, writeCondition } from './simple-condition.ts'

type ApprovingRole = Requirement['role']
export const approvingRoles: readonly ApprovingRole[] = ['member', 'approver', 'admin']

/** A rule as a form holds it: what is typed is text. */
export interface RuleForm {
  name: string
  reason: string
  operations: string[]
  verdict: VerdictKind
  /** Null: the condition says more than a form can, and stays as it is. */
  when: (Omit<SimpleCondition, 'amount'> & { amountKind: AmountPart['kind']; amount: string }) | null
  requirements: RequirementForm[]
  /** Empty: the house's own time. */
  hours: string
  calendar: boolean
  remindAfter: string
  escalateAfter: string
  escalateRole: ApprovingRole
  /** Empty: no standing grant. */
  grantRole: ApprovingRole | ''
  grantAtMost: string
  grantTainted: boolean
  shadow: boolean
}

export interface RequirementForm {
  role: ApprovingRole
  team: string
  quorum: string
  requesterExcluded: boolean
  stepUp: boolean
}

export const oneApprover: RequirementForm = { role: 'approver', team: '', quorum: '1', requesterExcluded: true, stepUp: false }

export const newRule: PolicyRule = {
  name: '',
  operations: [''],
  condition: null,
  verdict: 'require_approval',
  requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
  reason: '',
}

/** A rule as its form shows it. */
export function formOf(rule: PolicyRule, currency: string): RuleForm {
  const { name, reason, operations, verdict, requirements = [], timeLimit, grantable, shadow = false } = rule
  return {
    name,
    reason,
    operations: [...operations],
    verdict,
    when: whenOf(rule.condition ?? null, currency),
    requirements: requirements.map(({ role, team = '', quorum = 1, requesterExcluded = true, stepUp = false }) => ({
      role,
      team,
      quorum: String(quorum),
      requesterExcluded,
      stepUp,
    })),
    hours: text(timeLimit?.hours),
    calendar: timeLimit?.calendar ?? false,
    remindAfter: text(timeLimit?.remindAfter),
    escalateAfter: text(timeLimit?.escalate?.after),
    escalateRole: timeLimit?.escalate?.role ?? 'admin',
    grantRole: grantable?.role ?? '',
    grantAtMost: grantable?.atMost === undefined ? '' : amountText(grantable.atMost, currency),
    grantTainted: grantable?.tainted ?? false,
    shadow,
  }
}

function whenOf(condition: string | null, currency: string): RuleForm['when'] {
  const simple = readCondition(condition)
  if (simple === null) return null
  const { amount, ...rest } = simple
  return { ...rest, amountKind: amount.kind, amount: 'minor' in amount ? amountText(amount.minor, currency) : '' }
}

export type FormErrors = Readonly<Record<string, string>>
export type ReadForm = { ok: true; rule: PolicyRule } | { ok: false; errors: FormErrors }

/**
 * The rule that a form makes of the one that it was filled from: what no field shows stays as it was, and so does what was
 * not changed. Errors are under the names of the form's fields (`operations.1`, `requirements.0.quorum`).
 */
export function ruleOf(form: RuleForm, base: PolicyRule, currency: string): ReadForm {
  const errors: Record<string, string> = {}
  const asks = form.verdict === 'require_approval'
  const { requirements: _who, timeLimit: _time, grantable: _grant, shadow: _shadow, reason: _reason, ...kept } = base
  const { name: _name, operations: _operations, condition: _condition, verdict: _verdict, ...more } = kept
  // In the order that a stored rule has: the text does not move under whoever changes one field.
  const made = {
    name: form.name,
    operations: form.operations.map((one) => one.trim()).filter((one, index, all) => one !== '' || (index === 0 && all.length === 1)),
    condition: conditionOf(form, base, currency, errors),
    verdict: form.verdict,
    ...(asks ? asking(form, base, currency, errors) : {}),
    ...(form.shadow ? { shadow: true } : {}),
    reason: form.reason,
    ...more,
  }
  Object.assign(errors, errorsOf(form, made.operations))
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  return { ok: true, rule: { ...made, name: form.name.trim(), reason: form.reason.trim() } }
}

/** The bounds of `ruleSchema`, at the fields; a test holds the two against each other, and saving asks the schema. */
function errorsOf(form: RuleForm, operations: readonly string[]): FormErrors {
  const hours = 'a number of hours, from 0.1 to 2000'
  const asks = form.verdict === 'require_approval'
  const found: [string, boolean, string][] = [
    ['name', isText(form.name, 100), 'give the rule a name, of 100 characters at most'],
    ['reason', isText(form.reason, 500), 'say why in a sentence, of 500 characters at most: it stands on the card'],
    ...operations.map((name, index): [string, boolean, string] => [
      `operations.${index}`,
      /^[A-Za-z0-9_.*-]{1,100}$/.test(name),
      'an operation’s name, with * for any part of it',
    ]),
    ...form.requirements.map(({ quorum }, index): [string, boolean, string] => [
      `requirements.${index}.quorum`,
      !asks || (/^\d{1,2}$/.test(quorum.trim()) && Number(quorum) >= 1 && Number(quorum) <= 20),
      'a whole number from 1 to 20',
    ]),
    ['hours', !asks || isHours(form.hours), hours],
    ['remindAfter', !asks || form.hours.trim() === '' || isHours(form.remindAfter), hours],
    ['escalateAfter', !asks || form.hours.trim() === '' || isHours(form.escalateAfter), hours],
  ]
  return Object.fromEntries(found.flatMap(([field, fine, message]) => (fine ? [] : [[field, message]])))
}

function isText(text: string, most: number): boolean {
  return text.trim().length > 0 && text.trim().length <= most
}

function isHours(text: string): boolean {
  const hours = Number(text)
  return text.trim() === '' || (hours >= 0.1 && hours <= 2_000)
}

function conditionOf(form: RuleForm, base: PolicyRule, currency: string, errors: Record<string, string>): string | null {
  const old = base.condition ?? null
  if (form.when === null) return old
  const { amountKind, amount, ...rest } = form.when
  const part: AmountPart =
    amountKind === 'any' || amountKind === 'unclear'
      ? { kind: amountKind }
      : { kind: amountKind, minor: minorOf(amount, currency, 'amount', errors) }
  const wanted = writeCondition({ ...anything, ...rest, amount: part })
  // Said in another order it is the same condition: as long as it means this, it stays as somebody wrote it.
  const said = readCondition(old)
  return said !== null && writeCondition(said) === wanted ? old : wanted
}

function asking(form: RuleForm, base: PolicyRule, currency: string, errors: Record<string, string>): Partial<PolicyRule> {
  const { timeLimit } = base
  const requirements = form.requirements.map(
    ({ team, quorum, stepUp, ...rest }): Requirement => ({
      role: rest.role,
      ...(team === '' ? {} : { team }),
      quorum: Number(quorum),
      requesterExcluded: rest.requesterExcluded,
      ...(stepUp ? { stepUp } : {}),
    }),
  )
  const escalate = form.escalateAfter.trim() === '' ? {} : { escalate: { after: Number(form.escalateAfter), role: form.escalateRole } }
  const remind = form.remindAfter.trim() === '' ? {} : { remindAfter: Number(form.remindAfter) }
  const { remindAfter: _remind, escalate: _escalate, ...time } = timeLimit ?? { calendar: false, hours: 0 }
  const most = form.grantAtMost.trim() === '' ? {} : { atMost: minorOf(form.grantAtMost, currency, 'grantAtMost', errors) }
  return {
    ...(requirements.length === 0 ? {} : { requirements }),
    ...(form.hours.trim() === ''
      ? {}
      : { timeLimit: { ...time, hours: Number(form.hours), calendar: form.calendar, ...remind, ...escalate } }),
    ...(form.grantRole === '' ? {} : { grantable: { role: form.grantRole, ...most, tainted: form.grantTainted } }),
  }
}

function minorOf(amount: string, currency: string, field: string, errors: Record<string, string>): number {
  const given = amount.trim().replace(',', '.')
  const fraction = given.split('.')[1] ?? ''
  if (!decimal.safeParse(given).success || given.startsWith('-') || fraction.length > digitsOf(currency)) {
    errors[field] = `an amount in ${currency}, like ${amountText(5000, currency)}`
    return 0
  }
  const minor = toMinor({ amount: given, currency })
  if (minor > 999_999_999_999_999n) errors[field] = 'this amount is too large'
  return Number(minor)
}

function amountText(minor: number, currency: string): string {
  return fromMinor(BigInt(minor), currency).amount
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value)
}
