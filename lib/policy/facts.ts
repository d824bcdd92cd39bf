import type { Effect, Operation, Preview, Rates, Repeat, Role, Via } from '#lib/core/index.ts'
import { type BusinessCalendar, isBusinessTime, localTime } from './business-time.ts'
import { moneyOf } from './money-facts.ts'
import { type Recipient, recipientDomains } from './recipients.ts'
import type { WindowAnswers } from './windows.ts'

/** What a rule's condition can look at; each member is a name in the expression. `factDocs` says of each what it is, with an example. */
export interface Facts {
  operation: string
  connection: string
  connector: string
  environment: string
  effect: Effect
  repeat: Repeat
  confirmed: boolean
  undoable: boolean
  /** What was asked for. A member that is not there can't be read: ask `has(input.x)` first. */
  input: unknown
  preview: PreviewFacts | null
  money: MoneyFacts
  requester: RequesterFacts
  via: Via
  tainted: boolean
  sources: number
  sourceOperations: readonly string[]
  recipients: readonly Recipient[]
  newRecipient: boolean
  model: ModelFacts | null
  hour: number
  weekday: number
  businessHours: boolean
}

export interface MoneyFacts {
  /** All amounts of the input together, in minor units (cents) of `currency`; 0 when there are none, null when they can't be read. */
  minor: number | null
  /** The organisation's currency. */
  currency: string
  /** False: there is an amount that could not be read, or that has no exchange rate. */
  known: boolean
}

export interface PreviewFacts {
  /** How many things change. */
  changes: number
  /** Their paths. */
  fields: readonly string[]
}

export interface RequesterFacts {
  id: string
  roles: readonly Role[]
  teams: readonly string[]
  /** The API key that asked; null: the person themselves. */
  key: KeyFacts | null
}

export interface KeyFacts {
  /** Whole days since it was made. */
  ageDays: number
  scopes: readonly string[]
}

export interface ModelFacts {
  label: string
  /** 0 to 1; null: it does not say. */
  confidence: number | null
}

/** The names that a condition may use. */
export const factNames = [
  'operation',
  'connection',
  'connector',
  'environment',
  'effect',
  'repeat',
  'confirmed',
  'undoable',
  'input',
  'preview',
  'money',
  'requester',
  'via',
  'tainted',
  'sources',
  'sourceOperations',
  'recipients',
  'newRecipient',
  'model',
  'hour',
  'weekday',
  'businessHours',
] as const satisfies readonly (keyof Facts)[]

export interface FactsSource {
  connected: { operation: Operation; connection: { name: string; kind: string; environment: string }; confirmed: boolean }
  input: unknown
  preview: Preview | null
  requester: RequesterFacts
  via: Via
  tainted: boolean
  /** The content from outside that was in sight, each with the operation that brought it. */
  sources: readonly unknown[]
  /** Domains that are no strangers, of those that the input names. */
  knownDomains: ReadonlySet<string>
  model: ModelFacts | null
  rates: Rates
  calendar: BusinessCalendar
  now: Date
}

/** The facts as they are kept with an action: its input stands beside them already. */
export interface StoredFacts extends Omit<Facts, 'input'> {
  /** What `count` and `sum` answered the rules; not there where none asked. */
  windows?: WindowAnswers
}

/** Lists of facts are cut to so many: they are stored with each action. */
const mostListed = 100

/** The facts of one action. Never throws: an amount that can't be worked out is `money.known: false`. */
export function factsOf(source: FactsSource): Facts {
  const { connected, input, preview, requester, sources, rates, calendar, now } = source
  const { operation, connection, confirmed } = connected
  const { domains, more } = recipientDomains(input)
  const recipients = domains.map((domain) => ({ domain, known: source.knownDomains.has(domain) }))
  return {
    operation: operation.name,
    connection: connection.name,
    connector: connection.kind,
    environment: connection.environment,
    effect: operation.effect,
    repeat: operation.repeat,
    confirmed,
    undoable: operation.undo.undoable,
    input,
    preview: preview === null ? null : previewFacts(preview),
    money: moneyOf({ input, amounts: operation.amounts, rates }),
    requester: { ...requester, roles: [...requester.roles], teams: [...requester.teams] },
    via: source.via,
    tainted: source.tainted,
    sources: sources.length,
    sourceOperations: [...new Set(sources.flatMap(operationOf))].slice(0, mostListed),
    recipients,
    newRecipient: more || recipients.some(({ known }) => !known),
    model: source.model,
    ...localTime(now, calendar),
    businessHours: isBusinessTime(now, calendar),
  }
}

/** What rules see of a preview. */
export function previewFacts({ changes }: Preview): PreviewFacts {
  return { changes: changes.length, fields: changes.slice(0, mostListed).map(({ path }) => path.slice(0, 200)) }
}

function operationOf(source: unknown): string[] {
  const operation = typeof source === 'object' && source !== null && 'operation' in source ? source.operation : undefined
  return typeof operation === 'string' ? [operation] : []
}
