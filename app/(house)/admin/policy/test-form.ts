import { decimal, digitsOf, fromMinor, toMinor } from '#lib/core/money.ts'
import type { VerdictKind } from '#lib/policy/verdict-kind.ts'
import type { DraftTest } from './draft.ts'
import type { FormErrors } from './rule-form.ts'

/** A test as a form holds it. */
export interface TestForm {
  name: string
  verdict: VerdictKind
  operation: string
  effect: string
  /** Empty: none. */
  amount: string
  /** The amount can't be read. */
  unclear: boolean
  tainted: boolean
  confirmed: boolean
  /** All other facts, as JSON. */
  more: string
}

export const newTest: DraftTest = { name: '', facts: { operation: '', effect: 'write' }, expected: { verdict: 'require_approval' } }

interface Amount {
  minor?: number | null
  currency?: string
  known?: boolean
}

export function testFormOf({ name, facts, expected }: DraftTest, currency: string): TestForm {
  const { operation, effect, money, tainted, confirmed, ...more } = facts
  const { minor = 0, currency: of = currency, known = true } = (money ?? {}) as Amount
  return {
    name,
    verdict: expected.verdict,
    operation,
    effect,
    amount: known && typeof minor === 'number' && minor !== 0 ? fromMinor(BigInt(minor), of).amount : '',
    unclear: !known,
    tainted: tainted === true,
    confirmed: confirmed !== false,
    more: Object.keys(more).length === 0 ? '' : JSON.stringify(more, null, 2),
  }
}

export type ReadTestForm = { ok: true; test: DraftTest } | { ok: false; errors: FormErrors }

/** The test that a form makes of the one that it was filled from; plain values are left out, as in a text. */
export function testOf(form: TestForm, base: DraftTest, currency: string): ReadTestForm {
  const errors: Record<string, string> = {}
  const name = form.name.trim()
  const operation = form.operation.trim()
  if (name === '') errors.name = 'give the test a name'
  if (operation === '') errors.operation = 'the name of an operation, such as mail.send'
  const more = othersOf(form.more, errors)
  const money = moneyOf(form, currency, errors)
  if (Object.keys(errors).length > 0) return { ok: false, errors }
  const facts: DraftTest['facts'] = {
    operation,
    effect: form.effect,
    ...(money === null ? {} : { money }),
    ...(form.tainted ? { tainted: true } : {}),
    ...(form.confirmed ? {} : { confirmed: false }),
    ...more,
  }
  return { ok: true, test: { ...base, name, facts, expected: { ...base.expected, verdict: form.verdict } } }
}

function moneyOf({ amount, unclear }: TestForm, currency: string, errors: Record<string, string>): Amount | null {
  if (unclear) return { minor: null, currency, known: false }
  const given = amount.trim().replace(',', '.')
  if (given === '') return null
  if (!decimal.safeParse(given).success || given.startsWith('-') || (given.split('.')[1] ?? '').length > digitsOf(currency)) {
    errors.amount = `an amount in ${currency}`
    return null
  }
  return { minor: Number(toMinor({ amount: given, currency })), currency, known: true }
}

function othersOf(text: string, errors: Record<string, string>): Record<string, unknown> {
  if (text.trim() === '') return {}
  try {
    const given: unknown = JSON.parse(text)
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>
  } catch {
    // Told below, like anything else that is no object.
  }
  errors.more = 'facts as JSON, like {"via": "api"}'
  return {}
}
