import { formatMoney, fromMinor } from '#lib/core/index.ts'

export const budgetScopes = ['organisation', 'person', 'team', 'connection'] as const
export type BudgetScope = (typeof budgetScopes)[number]
/** Money in minor units of the organisation's currency. */
export const budgetMeasures = ['money', 'actions', 'tokens'] as const
export type BudgetMeasure = (typeof budgetMeasures)[number]

/** What may be spent in a day, and what was so far. */
export interface Budget {
  id: string
  scope: BudgetScope
  /** A person, a team or a connection; null for the organisation's. */
  subjectId: string | null
  /** Whose it is, as people call it. */
  subject: string | null
  /** Of a team: as people hold it. */
  team: string | null
  measure: BudgetMeasure
  most: bigint
  used: bigint
}

/** From this share on people are told. */
const nearlySpent = 80n

/** The day that a budget counts, and when the next one begins. */
export interface BudgetDay {
  day: string
  to: Date
  timeZone: string
}

/** What somebody asks for: whose budgets it draws on. */
export interface Spending {
  personId: string
  teams: readonly string[]
  /** Null for what a model says. */
  connectionId: string | null
}

/** Those that it draws on. Pure. */
export function budgetsOver(budgets: readonly Budget[], { personId, teams, connectionId }: Spending): Budget[] {
  return budgets.filter(({ scope, subjectId, team }) => {
    if (scope === 'organisation') return true
    if (scope === 'person') return subjectId === personId
    if (scope === 'team') return team !== null && teams.includes(team)
    return connectionId !== null && subjectId === connectionId
  })
}

/** What one action takes of a budget; null where its amount cannot be read, which no money budget lets through. Pure. */
export function amountOf({ measure }: Budget, { minor }: { minor: number | null }): bigint | null {
  if (measure === 'actions') return 1n
  return minor === null ? null : BigInt(minor)
}

/** Why this is too much, in one sentence: which budget, what is left, when it starts anew. Pure. */
export function spentWords(budget: Budget, { to, timeZone }: BudgetDay, currency: string): string {
  const left = budget.most > budget.used ? budget.most - budget.used : 0n
  const again = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(to)
  return `The day’s budget of ${whose(budget)} (${quantity(budget, budget.most, currency)}) has ${left === 0n ? 'nothing' : quantity(budget, left, currency)} left. It starts anew on ${again} (${timeZone}).`
}

/** What people are told when a budget is nearly spent once this is; null before that. Pure. */
export function nearlyWords(budget: Budget, amount: bigint, currency: string): string | null {
  const used = budget.used + amount
  if (used * 100n < budget.most * nearlySpent || used > budget.most) return null
  return `With this, ${quantity(budget, used, currency)} of the day’s ${quantity(budget, budget.most, currency)} of ${whose(budget)} are spent.`
}

function whose({ scope, subject }: Budget): string {
  if (scope === 'organisation') return 'the organisation'
  return scope === 'team' ? `the team ${subject}` : (subject ?? 'someone')
}

function quantity({ measure }: Budget, amount: bigint, currency: string): string {
  if (measure === 'money') return formatMoney(fromMinor(amount, currency))
  const words = measure === 'tokens' ? ['token', 'tokens'] : ['action', 'actions']
  return `${amount.toLocaleString('en')} ${amount === 1n ? words[0] : words[1]}`
}
