import type { StoredFacts } from './facts.ts'
import { type PolicyTest, policyTestsSchema } from './policy-test.ts'
import type { PolicyRule } from './rule.ts'
import type { VerdictKind } from './verdict-kind.ts'

/** What a test says of every action, whatever the rules look at. */
const always = ['operation', 'effect', 'confirmed', 'money', 'tainted']

/**
 * A test of the policy made from an action that was judged: with its facts, the same verdict. Only the facts that these rules look at
 * are taken: a test is kept with every version, and an action may be erased one day. Null where its facts are gone.
 */
export function testFromVerdict(
  { verdict, facts, name }: { verdict: VerdictKind; facts: Partial<StoredFacts> | null; name: string },
  rules: readonly PolicyRule[],
): PolicyTest | null {
  const conditions = rules.map(({ condition }) => condition ?? '').join('\n')
  const looked = new Set([...always, ...(conditions.match(/[A-Za-z]\w*/g) ?? [])])
  const taken = Object.fromEntries(Object.entries(facts ?? {}).filter(([fact]) => looked.has(fact)))
  const parsed = policyTestsSchema.element.safeParse({ name: name.slice(0, 200), facts: taken, expected: { verdict } })
  return parsed.success ? parsed.data : null
}
