// Rules as versioned data, the facts that they look at, the verdict. Judge with `judge` (reads, then decides) or
// `evaluatePolicy` (pure); change with `changePolicy`; `factDocs` tells what rules can look at.

export { asksMetBy, asksOf } from './asks.ts'
export { type BusinessCalendar, localDay } from './business-time.ts'
export { type BusinessHoursChange, businessHoursSchema, changeBusinessHours } from './change-business-hours.ts'
export { changeMoney, type MoneyChange, moneyChangeSchema } from './change-money.ts'
export { changePolicy, ensureDefaultPolicy, lookAtChange, type PolicyChange, policyChangeSchema } from './change-policy.ts'
export { currentPolicy, currentPolicyView, listPolicyVersions, policyVersionView } from './current-policy.ts'
export { defaultRules } from './default-rules.ts'
export { evaluatePolicy, type RuleLook, type Verdict } from './evaluate-policy.ts'
export { type FactDoc, factDocs } from './fact-docs.ts'
export type { Facts, KeyFacts, ModelFacts, MoneyFacts, StoredFacts } from './facts.ts'
export { type Judgement, judge } from './judge.ts'
export { lockWarnings } from './lock-warnings.ts'
export { moneyOf } from './money-facts.ts'
export { loadOrganisation, type Organisation, saveOrganisation } from './organisation-rates.ts'
export type { RuleOutcome } from './outcome-of.ts'
export { policyChanges } from './policy-difference.ts'
export { type CheckedDraft, checkPolicyDraft, type PolicyDraft, policyShape, readPolicyDraft } from './policy-draft.ts'
export { type InForce, policyInForce } from './policy-in-force.ts'
export { type PolicyTest, policyTestsSchema } from './policy-test.ts'
export type { PolicyView } from './policy-view.ts'
export {
  type Approver,
  type Authority,
  allMet,
  countsFor,
  escalated,
  type MetRequirement,
  principalsFor,
  requirementsMet,
  speaksFor,
} from './requirements.ts'
export { riskOf } from './risk.ts'
export { type Grantable, type Policy, type PolicyRule, type Requirement, requirementSchema, rulesSchema, type TimeLimit } from './rule.ts'
export { changeOperation } from './rules-for.ts'
export { type Simulation, simulatePolicy, simulationSchema } from './simulate-policy.ts'
export { dismissSuggestion, openSuggestions } from './suggestions/dismiss-suggestion.ts'
export type { Suggestion } from './suggestions/suggest-from.ts'
export { suggestRules } from './suggestions/suggest-rules.ts'
export { testFromVerdict } from './test-from-verdict.ts'
export { nextReminder, type Timers, timersFrom } from './time-limits.ts'
export type { PolicyError } from './validate-policy.ts'
export type { VerdictKind } from './verdict-kind.ts'
export { whyCurrencyStays } from './why-currency-stays.ts'
export { windowWords } from './windows.ts'
