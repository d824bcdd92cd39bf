import { digitsOf, fromMinor, toMinor } from '#lib/core/index.ts'
import type { Ability } from '../ability.ts'
import type { Mention } from '../mentions/mention.ts'
import { propertiesOf, resolveSchema, typeOf } from '../schema.ts'
import { wordsBefore } from '../text-view.ts'
import type { Field } from './field.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'

type MoneyMention = Extract<Mention, { kind: 'money' }>

/** Fills sums of money, in the shape that the schema wants: an object, decimal text, a number, or an integer of the smallest unit. */
export function fillMoney(state: FillState): void {
  for (const field of state.ability.fields) {
    if (state.values.has(field)) continue
    if (field.role === 'money') fillObject(state, field)
    else if (field.role === 'amount') fillAmount(state, field)
  }
}

function fillObject(state: FillState, field: Field): void {
  const mention = chooseMoney(state)
  if (mention === undefined) return
  if (isTaken(state, currenciesOf(field), mention.currency)) claim(state, field, moneyObject(field, mention), mention, mention)
}

function currenciesOf(field: Field): unknown {
  return resolveSchema(propertiesOf(field.schema).currency, field.schema).enum
}

function moneyObject(field: Field, money: { amount: string; currency: string }): Record<string, string | number> {
  const properties = propertiesOf(field.schema)
  const name = Object.hasOwn(properties, 'amount') ? 'amount' : 'value'
  const type = typeOf(resolveSchema(properties[name], field.schema))
  return { [name]: amountValue(money, type, type === 'integer'), currency: money.currency }
}

/** What fills an amount, and the currency beside it, with a sum that was found elsewhere. Null where its currency is not taken. */
export function moneyValues(ability: Ability, field: Field, money: { amount: string; currency: string }): Map<Field, unknown> | null {
  const takes = (choices: unknown) => !Array.isArray(choices) || choices.length === 0 || choices.includes(money.currency)
  if (field.role === 'money') return takes(currenciesOf(field)) ? new Map([[field, moneyObject(field, money)]]) : null
  const currency = ability.fields.find((other) => other.role === 'currency' && sameParent(other, field))
  if (currency === undefined) return new Map([[field, amountValue(money, field.type, field.minor)]])
  if (!takes(currency.choices)) return null
  return new Map<Field, unknown>([
    [field, amountValue(money, field.type, field.minor)],
    [currency, money.currency],
  ])
}

function fillAmount(state: FillState, field: Field): void {
  const mention = chooseMoney(state)
  const currency = state.ability.fields.find((other) => other.role === 'currency' && sameParent(other, field))
  if (mention === undefined) {
    fillBareAmount(state, field, currency)
    return
  }
  if (currency !== undefined && !isTaken(state, currency.choices.length > 0 ? currency.choices : undefined, mention.currency)) return
  claim(state, field, amountValue(mention, field.type, field.minor), mention, mention)
  if (currency !== undefined) claim(state, currency, currencyAsSaid(currency, mention.currency), mention, mention)
}

/** An amount without a currency is enough only where the operation knows one currency or none. */
function fillBareAmount(state: FillState, field: Field, currency: Field | undefined): void {
  const only = currency === undefined ? 'EUR' : currency.choices.length === 1 ? currency.choices[0] : undefined
  const number = freeMentions(state, 'number').find((mention) => /[.]\d{2}$/.test(mention.value))
  if (only === undefined || number === undefined) return
  claim(state, field, amountValue({ amount: number.value, currency: only }, field.type, field.minor), number, number)
  if (currency !== undefined) claim(state, currency, only, number, number)
}

/** "from 10 EUR to 20 EUR", "instead of": the one that it shall be. */
function chooseMoney(state: FillState): MoneyMention | undefined {
  const free = freeMentions(state, 'money')
  const before = (mention: MoneyMention) => wordsBefore(state.view, mention.start, 1)[0]?.stem
  return (
    free.find((mention) => free.length > 1 && before(mention) === 'to') ?? free.find((mention) => before(mention) !== 'from') ?? free[0]
  )
}

function isTaken(state: FillState, choices: unknown, currency: string): boolean {
  if (!Array.isArray(choices) || choices.some((choice) => typeof choice === 'string' && choice.toUpperCase() === currency)) return true
  state.problems.push(`the currency can be ${choices.slice(0, 6).join(', ')}, not ${currency}`)
  return false
}

function currencyAsSaid(field: Field, currency: string): string {
  return field.choices.find((choice) => choice.toUpperCase() === currency) ?? currency
}

/** The amount as the schema wants it. Text always has the currency's digits. */
export function amountValue(money: { amount: string; currency: string }, type: string, minor: boolean): string | number {
  const whole = toMinor(money)
  if (minor) return Number(whole)
  const exact = fromMinor(whole, money.currency).amount
  return type === 'number' || type === 'integer' ? Number(exact) : digitsOf(money.currency) === 0 ? money.amount : exact
}

function sameParent(left: Field, right: Field): boolean {
  return left.path.slice(0, -1).join('.') === right.path.slice(0, -1).join('.')
}
