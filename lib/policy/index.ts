export { changePolicy, ensureDefaultPolicy, type PolicyChange, policyChangeSchema } from './change-policy.ts'
export { currentPolicy, currentPolicyView, listPolicyVersions } from './current-policy.ts'
export { defaultRules } from './default-rules.ts'
export { evaluatePolicy, type RuleOutcome, type Verdict } from './evaluate-policy.ts'
export { type Facts, type FactsSource, factNames, factsOf, type MoneyFacts } from './facts.ts'
export { loadOrganisation, type Organisation, organisationRates, organisationSchema, saveOrganisation } from './organisation-rates.ts'
export { failingTests, type PolicyTest, policyTestSchema, policyTestsSchema } from './policy-test.ts'
export type { PolicyView } from './policy-view.ts'
export { type Approver, allMet, countsFor, type MetRequirement, mergeRequirements, requirementsMet } from './requirements.ts'
export {
  type Policy,
  type PolicyRule,
  type Requirement,
  requirementSchema,
  ruleSchema,
  rulesSchema,
  type VerdictKind,
  verdicts,
} from './rule.ts'
export { type PolicyError, validatePolicy } from './validate-policy.ts'
