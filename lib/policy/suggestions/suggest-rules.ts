import { type Caller, requireAbility } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { evaluatePolicy } from '../evaluate-policy.ts'
import { factDefaults } from '../fact-defaults.ts'
import { policyInForce } from '../policy-in-force.ts'
import type { PolicyRule } from '../rule.ts'
import { validatePolicy } from '../validate-policy.ts'
import { type Example, type Suggestion, sampleSize, suggestFrom, withSuggestion } from './suggest-from.ts'

/** Operations are looked at by how often they were asked about lately. */
const mostOperations = 50
const lookBackDays = 90

/**
 * What the rules could allow, since people have said yes to it all along; an admin accepts it or not. `rules` are the whole set as it
 * would be. Only what those rules would really allow is offered. Throws `forbidden` to all but admins.
 */
export async function suggestRules(platform: Platform, { caller }: { caller: Caller }): Promise<(Suggestion & { rules: PolicyRule[] })[]> {
  requireAbility(caller, 'policy.change')
  const { policy } = await policyInForce(platform)
  const examples = await readExamples(platform)
  return [...examples.values()].flatMap((own) => {
    const suggestion = suggestFrom(own, policy.rules)
    if (suggestion === null) return []
    const rules = withSuggestion(policy.rules, suggestion)
    return helps({ version: policy.version, rules: policy.rules }, rules, own[0], suggestion) ? [{ ...suggestion, rules }] : []
  })
}

/** Whether it changes anything: today such an action waits, and then it would not. */
function helps(policy: { version: number; rules: readonly PolicyRule[] }, rules: PolicyRule[], like: Example | undefined, to: Suggestion) {
  if (like === undefined || validatePolicy(rules).length > 0) return false
  const facts = {
    ...factDefaults(to.operation),
    effect: like.effect as 'write' | 'irreversible',
    money: { minor: to.atMost ?? 0, currency: '', known: true },
  }
  const says = (set: readonly PolicyRule[]) => evaluatePolicy({ version: policy.version, rules: set }, facts).verdict
  return says(policy.rules) === 'require_approval' && says(rules) === 'allow'
}

interface Row extends Omit<Example, 'moneyMinor'> {
  moneyMinor: string | null
}

/** The latest examples of the operations that were asked about most, by operation. */
async function readExamples(platform: Platform): Promise<Map<string, Example[]>> {
  const since = new Date(platform.clock.now().getTime() - lookBackDays * 86_400_000)
  const { rows } = await platform.pool.query<Row>({
    name: 'suggestion_examples',
    text: `with often as (
        select operation from labelled_example where at >= $1 group by operation order by count(*) desc limit $2
      )
      select e."actionId", e.operation, e.effect, e.label, e.tainted, e."moneyMinor"::text, e.rules, e."decidedById", e.at
      from often cross join lateral (
        select * from labelled_example l where l.operation = often.operation and l.at >= $1 order by l.at desc limit $3
      ) e order by e.operation, e.at desc`,
    values: [since, mostOperations, 2 * sampleSize],
  })
  const byOperation = Map.groupBy(rows, ({ operation }) => operation)
  return new Map(
    [...byOperation].map(([operation, own]) => [
      operation,
      own.map((row) => ({ ...row, moneyMinor: row.moneyMinor === null ? null : Number(row.moneyMinor) })),
    ]),
  )
}
