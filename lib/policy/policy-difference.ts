import type { Change } from '#lib/core/index.ts'
import type { PolicyTest } from './policy-test.ts'
import { defaultRequirement, type PolicyRule, type Requirement } from './rule.ts'

interface Version {
  rules: readonly PolicyRule[]
  tests: readonly PolicyTest[]
}

/** What is different, rule by rule: added (`before` null), removed (`after` null) or changed, as people read it; and which tests are. Pure. */
export function policyChanges(former: Version, next: Version): Change[] {
  const rules = byName(former.rules, next.rules).map(([name, before, after]) => ({
    path: `rules.${name}`,
    label: `Rule “${name}”`,
    before: before === undefined ? null : ruleText(before),
    after: after === undefined ? null : ruleText(after),
  }))
  const tests = byName(former.tests, next.tests).map(([name, before, after]) => ({
    path: `tests.${name}`,
    label: `Test “${name}”`,
    before: before === undefined ? null : JSON.stringify({ facts: before.facts, expected: before.expected }),
    after: after === undefined ? null : JSON.stringify({ facts: after.facts, expected: after.expected }),
  }))
  return [...rules, ...tests].filter(({ before, after }) => before !== after)
}

function byName<One extends { name: string }>(left: readonly One[], right: readonly One[]): [string, One | undefined, One | undefined][] {
  const [before, after] = [left, right].map((list) => new Map(list.map((one) => [one.name, one])))
  const names = [...new Set([...left, ...right].map(({ name }) => name))]
  return names.map((name) => [name, before?.get(name), after?.get(name)])
}

const verdictWords = { allow: 'allow', require_approval: 'ask', deny: 'deny' } as const

/** One rule as people read it, with everything that it says. */
export function ruleText(rule: PolicyRule): string {
  const { operations, condition, verdict, requirements, timeLimit, grantable, shadow, reason } = rule
  const asked = requirements?.length ? requirements : [defaultRequirement]
  const lines = [
    `${shadow === true ? 'only records: ' : ''}${verdictWords[verdict]} ${operations.join(', ')}`,
    ...(condition === null ? [] : [`when ${condition}`]),
    ...(verdict === 'require_approval' ? [`needs ${asked.map(requirementText).join(' and ')}`] : []),
    ...(timeLimit === undefined ? [] : [`time limit ${JSON.stringify(timeLimit)}`]),
    ...(grantable === undefined ? [] : [`standing grants ${JSON.stringify(grantable)}`]),
    `because: ${reason}`,
  ]
  return lines.join('\n')
}

function requirementText({ role, team, quorum, requesterExcluded, stepUp }: Requirement): string {
  const notes = [requesterExcluded ? 'not the requester' : 'the requester may', stepUp === true ? 'with a passkey' : '']
  return `${quorum} ${role}${team === undefined ? '' : ` of ${team}`} (${notes.filter((note) => note !== '').join(', ')})`
}
