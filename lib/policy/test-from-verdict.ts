import type { StoredFacts } from './facts.ts'
import { type PolicyTest, policyTestsSchema } from './policy-test.ts'
import type { PolicyRule } from './rule.ts'
import type { VerdictKind } from './verdict-kind.ts'
import { windowKey } from './windows.ts'
import { windowsFor } from './windows-for.ts'

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
  const { windows = {}, ...plain } = facts ?? {}
  const taken = Object.fromEntries(Object.entries(plain).filter(([fact]) => looked.has(fact)))
  const asked = new Set(windowsFor({ version: 0, rules }, plain.operation ?? '').map(windowKey))
  const answers = Object.entries(windows).filter(([key, answer]) => answer !== null && asked.has(key))
  const given = answers.length === 0 ? taken : { ...taken, windows: Object.fromEntries(answers) }
  const parsed = policyTestsSchema.element.safeParse({ name: name.slice(0, 200), facts: given, expected: { verdict } })
  return parsed.success ? parsed.data : null
}
