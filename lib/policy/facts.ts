import type { Effect, Operation, Rates, Repeat, Role, Via } from '#lib/core/index.ts'
import { moneyOf } from './money-facts.ts'

/** What a rule's condition can look at; each member is a name in the expression. */
export interface Facts {
  /** The operation's name: `billing.pay_invoice`. */
  operation: string
  /** The connection's name. */
  connection: string
  /** `production` or `sandbox`. */
  environment: string
  effect: Effect
  repeat: Repeat
  /** False: an imported operation of which no admin has said what it does. */
  confirmed: boolean
  /** What was asked for. A member that is not there can't be read: ask `has(input.x)` first. */
  input: unknown
  money: MoneyFacts
  requester: { id: string; roles: readonly Role[] }
  via: Via
  /** The turn that asked had content from outside in sight. */
  tainted: boolean
  /** How many pieces of content from outside that was. */
  sources: number
  undoable: boolean
}

export interface MoneyFacts {
  /** All amounts of the input together, in minor units (cents) of `currency`; 0 when there are none, null when they can't be read. */
  minor: number | null
  /** The organisation's currency. */
  currency: string
  /** False: there is an amount that could not be read, or that has no exchange rate. */
  known: boolean
}

/** The names that a condition may use. */
export const factNames = [
  'operation',
  'connection',
  'environment',
  'effect',
  'repeat',
  'confirmed',
  'input',
  'money',
  'requester',
  'via',
  'tainted',
  'sources',
  'undoable',
] as const satisfies readonly (keyof Facts)[]

export interface FactsSource {
  connected: { operation: Operation; connection: { name: string; environment: string }; confirmed: boolean }
  input: unknown
  requester: { id: string; roles: readonly Role[] }
  via: Via
  tainted: boolean
  sources: number
  rates: Rates
}

/** The facts of one action. Never throws: an amount that can't be worked out is `money.known: false`. */
export function factsOf({ connected, input, requester, via, tainted, sources, rates }: FactsSource): Facts {
  const { operation, connection, confirmed } = connected
  return {
    operation: operation.name,
    connection: connection.name,
    environment: connection.environment,
    effect: operation.effect,
    repeat: operation.repeat,
    confirmed,
    input,
    money: moneyOf({ input, amounts: operation.amounts, rates }),
    requester: { id: requester.id, roles: [...requester.roles] },
    via,
    tainted,
    sources,
    undoable: operation.undo.undoable,
  }
}
