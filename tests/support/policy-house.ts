import { defaultRules, type PolicyRule } from '#lib/policy/index.ts'
import type { TestPlatform } from './test-platform.ts'

/** Makes these the rules in force, without asking anybody: what a test begins with. */
export async function setRules(platform: TestPlatform, rules: readonly unknown[]): Promise<void> {
  const { _max } = await platform.db.policyVersion.aggregate({ _max: { version: true } })
  await platform.db.policyVersion.create({
    data: { version: (_max.version ?? 0) + 1, rules: rules as object[], tests: [], comment: 'A test.', changedAt: platform.clock.now() },
  })
}

/** The default rules with these before them. */
export const besides = (...rules: (Partial<PolicyRule> & { name: string })[]) => [
  ...rules.map((rule) => ({ operations: ['*'], condition: null, verdict: 'allow', reason: 'A test.', ...rule })),
  ...defaultRules,
]
