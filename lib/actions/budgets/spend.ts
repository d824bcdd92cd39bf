import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import type { InForce } from '#lib/policy/index.ts'
import type { ActionRow, StoredPolicy } from '../action-row.ts'
import { moneyIn } from '../grants/standing-grant.ts'
import { amountOf, type Budget, type BudgetDay, budgetsOver, nearlyWords, type Spending, spentWords } from './budget.ts'
import { budgetDay, standingBudgets } from './read-budgets.ts'

interface Wanted {
  /** Reads draw on no budget. */
  effect: string
  spending: Spending
  policy: StoredPolicy
  inForce: InForce
}

/**
 * The verdict with what budgets say: denied where one is plainly spent, with a note where one nearly is. What counts is taken when the
 * action is claimed (`takeBudgets`); this only tells early.
 */
export async function heedBudgets(platform: Platform, { effect, spending, policy, inForce }: Wanted): Promise<StoredPolicy> {
  if (!inForce.budgets || effect === 'read' || policy.verdict === 'deny') return policy
  const mine = budgetsOver(await standingBudgets(platform), spending).filter(({ measure }) => measure !== 'tokens')
  if (mine.length === 0) return policy
  const day = await budgetDay(platform)
  const money = moneyIn(policy.facts)
  const notes: string[] = []
  for (const budget of mine) {
    const amount = amountOf(budget, money)
    const why = whyTooMuch(budget, amount, day, money.currency)
    if (why !== null) {
      const rules = [...policy.rules, { name: 'budget', verdict: 'deny' as const, reason: why }]
      return { ...policy, verdict: 'deny', rules, requirements: [], timeLimit: null, grantable: null }
    }
    notes.push(...(amount === null ? [] : [nearlyWords(budget, amount, money.currency) ?? []].flat()))
  }
  return notes.length === 0 ? policy : { ...policy, budgetNote: notes.join(' ') }
}

/**
 * Takes what an action needs of every budget it draws on, before its first byte is sent; null when all of it was there, else why not,
 * with nothing taken. Exact over all workers: each budget's row is held while what was used is counted. Taken once for an action,
 * however often it is claimed, and what is missing where an approver has raised it since; given back when it ends without an effect.
 */
export async function takeBudgets(
  platform: Platform,
  row: ActionRow,
  { effect, spending, policy, inForce }: Wanted,
): Promise<string | null> {
  // What was attempted has taken its part; unless an approver has made more of it since.
  if (!inForce.budgets || effect === 'read' || (row.attempts > 0 && row.editedBy.length === 0)) return null
  const mine = budgetsOver(await standingBudgets(platform), spending).filter(({ measure }) => measure !== 'tokens')
  if (mine.length === 0) return null
  const day = await budgetDay(platform)
  const money = moneyIn(policy.facts)
  return withTransaction(platform, async (tx) => {
    // What an action took that has ended, or was taken by another worker, would never be given back. Its claim finds the change by itself.
    const waiting = await tx.$queryRaw<unknown[]>`
      select 1 from action where id = ${row.id}::uuid and status = 'queued' and fence = ${row.fence} for share`
    if (waiting.length === 0) return null
    const held = await hold(tx, mine)
    const taken: { budgetId: string; amount: bigint }[] = []
    for (const budget of held) {
      const amount = amountOf(budget, money)
      const known = await tx.budgetUse.findUnique({ where: { budgetId_actionId: { budgetId: budget.id, actionId: row.id } } })
      if (known !== null && amount !== null && amount <= known.amount) continue
      const others = { budgetId: budget.id, day: day.day, actionId: { not: row.id } }
      const { _sum } = await tx.budgetUse.aggregate({ where: others, _sum: { amount: true } })
      const why = whyTooMuch({ ...budget, used: _sum.amount ?? 0n }, amount, day, money.currency)
      if (why !== null) return why
      if (amount !== null && amount > 0n) taken.push({ budgetId: budget.id, amount })
    }
    await tx.budgetUse.deleteMany({ where: { actionId: row.id, budgetId: { in: taken.map(({ budgetId }) => budgetId) } } })
    await tx.budgetUse.createMany({ data: taken.map((one) => ({ ...one, actionId: row.id, day: day.day })) })
    return null
  })
}

/** Those that still stand, as they are now, each held until the end; in one order, so that two who want the same do not wait for each other. */
async function hold(tx: Tx, budgets: readonly Budget[]): Promise<Budget[]> {
  const ids = budgets.map(({ id }) => id)
  const rows = await tx.$queryRaw<{ id: string; most: bigint }[]>`
    select id, most from budget where id = any(${ids}::uuid[]) and "endedAt" is null order by id for no key update`
  return rows.flatMap(({ id, most }) => {
    const budget = budgets.find((one) => one.id === id)
    return budget === undefined ? [] : [{ ...budget, most }]
  })
}

function whyTooMuch(budget: Budget, amount: bigint | null, day: BudgetDay, currency: string): string | null {
  if (amount === null) return `Its amount could not be read, so the day’s budget of money can’t let it through.`
  if (amount === 0n || budget.used + amount <= budget.most) return null
  return spentWords(budget, day, currency)
}

/** Why no model may be called for this person now, in one sentence; null while there are tokens left, or no budget of them stands. */
export async function whyNoTokens(platform: Platform, spending: Omit<Spending, 'connectionId'>): Promise<string | null> {
  const mine = budgetsOver(await standingBudgets(platform), { ...spending, connectionId: null })
  const spent = mine.find(({ measure, used, most }) => measure === 'tokens' && used >= most)
  return spent === undefined ? null : spentWords(spent, await budgetDay(platform), '')
}
