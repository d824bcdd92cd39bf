export { asksMetBy, asksOf } from './asks.ts'
export { addBusinessHours, type BusinessCalendar, isBusinessTime } from './business-time.ts'
export { changePolicy, ensureDefaultPolicy, type PolicyChange, policyChangeSchema } from './change-policy.ts'
export { currentPolicy, currentPolicyView, listPolicyVersions } from './current-policy.ts'
export { defaultRules } from './default-rules.ts'
export { evaluatePolicy, type RuleOutcome, type Verdict } from './evaluate-policy.ts'
export { type Facts, type FactsSource, factsOf, type MoneyFacts } from './facts.ts'
export { calendarOf, loadOrganisation, type Organisation, saveOrganisation } from './organisation-rates.ts'
export { type InForce, policyInForce } from './policy-in-force.ts'
export type { PolicyTest } from './policy-test.ts'
export type { PolicyView } from './policy-view.ts'
export {
  type Approver,
  type Authority,
  allMet,
  countsFor,
  type MetRequirement,
  principalsFor,
  requirementsMet,
  speaksFor,
} from './requirements.ts'
export type {
  Grantable,
  Policy,
  PolicyRule,
  Requirement,
  TimeLimit,
  VerdictKind,
} from './rule.ts'
export type { PolicyError } from './validate-policy.ts'
