import { takeValues } from '#lib/platform/expression.ts'
import type { Facts } from './facts.ts'
import { outcomeOf, type RuleOutcome, type Spoken } from './outcome-of.ts'
import { mergeRequirements } from './requirements.ts'
import { approvingRoles, defaultRequirement, type Grantable, type Policy, type Requirement, type TimeLimit } from './rule.ts'
import { changeOperation, rulesFor } from './rules-for.ts'
import { strictest, type VerdictKind } from './verdict-kind.ts'
import { noWindows, type Windows } from './windows.ts'

/** A rule that was asked about the action, since its globs fit. */
export interface RuleLook {
  name: string
  /** Whether its condition held (or could not be evaluated, which counts against the action). */
  spoke: boolean
  /** Why it did not speak, or why its condition could not be evaluated; null where it simply held. */
  why: string | null
}

export interface Verdict {
  verdict: VerdictKind
  /** Every rule that matched, in the policy's order; one that speaks for the policy itself where none did. */
  rules: RuleOutcome[]
  /** The names of those of them that decided: all who said the strictest. */
  decidedBy: string[]
  /** Empty unless the verdict asks for approval. All must be met. */
  requirements: Requirement[]
  /** The shortest of those that the asking rules name; null: the house's own. */
  timeLimit: TimeLimit | null
  /** Who may give a standing grant that stands for a person; null: nobody, since a rule that asks does not say so. */
  grantable: Grantable | null
  /** The rules that were asked, those that spoke first; `lookedAt` says how many there were. */
  looked: RuleLook[]
  lookedAt: number
  /** What rules would have said that only record it. */
  shadow: RuleOutcome[]
  policyVersion: number
}

/** Of each list no more than this is kept with an action: a policy may have 500 rules that all speak. */
const mostKept = 100

/**
 * What the policy says about these facts. Pure. The strictest verdict of all rules that match wins, approval requirements add up,
 * a rule that can't be evaluated counts as the stricter of its own verdict and approval by an admin, and silence means approval.
 * `windows`: what `count` and `sum` answer; one that is not there could not be read.
 */
export function evaluatePolicy(policy: Policy, facts: Facts, windows: Windows = noWindows): Verdict {
  const fitting = rulesFor(policy, facts.operation)
  const values = takeValues({ ...facts })
  const looks: RuleLook[] = []
  const spoken: Spoken[] = []
  const shadow: RuleOutcome[] = []
  for (const rule of fitting) {
    const found = outcomeOf(rule, values, windows)
    looks.push({ name: rule.name, spoke: found.spoken !== null, why: found.why })
    if (rule.shadow === true) shadow.push(...(found.spoken === null ? [] : [found.spoken.outcome]))
    else if (found.spoken !== null) spoken.push(found.spoken)
  }
  if (spoken.length === 0) spoken.push(silenceAbout(facts))
  const verdict = strictest(spoken.map(({ outcome }) => outcome.verdict))
  const deciding = spoken.filter(({ outcome }) => outcome.verdict === verdict)
  const asking = verdict === 'require_approval' ? deciding : []
  return {
    verdict,
    rules: kept(spoken, ({ outcome }) => outcome.verdict === verdict).map(({ outcome }) => outcome),
    decidedBy: deciding.slice(0, mostKept).map(({ outcome }) => outcome.name),
    requirements: mergeRequirements(asking.flatMap(({ requirements }) => requirements)),
    timeLimit: shortest(asking.flatMap(({ timeLimit }) => timeLimit ?? [])),
    grantable: tightest(asking.map(({ grantable }) => grantable)),
    looked: looks.toSorted((left, right) => Number(right.spoke) - Number(left.spoke)).slice(0, mostKept),
    lookedAt: looks.length,
    shadow: shadow.slice(0, mostKept),
    policyVersion: policy.version,
  }
}

/** All of them, in their order, unless they are too many: then first those that matter. */
function kept<One>(all: readonly One[], matters: (one: One) => boolean): readonly One[] {
  if (all.length <= mostKept) return all
  return [...all.filter(matters), ...all.filter((one) => !matters(one))].slice(0, mostKept)
}

function shortest(limits: readonly TimeLimit[]): TimeLimit | null {
  return limits.reduce<TimeLimit | null>((left, right) => (left === null || right.hours < left.hours ? right : left), null)
}

/** One rule that asks and does not say who may grant: nobody may. */
function tightest(all: readonly (Grantable | null)[]): Grantable | null {
  const [first] = all
  if (first === undefined || all.includes(null)) return null
  return all.reduce((left, right) => {
    if (left === null || right === null) return null
    const bounds = [left.atMost, right.atMost].filter((bound) => bound !== undefined)
    const role = approvingRoles.indexOf(right.role) > approvingRoles.indexOf(left.role) ? right.role : left.role
    return { role, tainted: left.tainted && right.tainted, ...(bounds.length === 0 ? {} : { atMost: Math.min(...bounds) }) }
  })
}

const nothingMore = { timeLimit: null, grantable: null }

/** Where no rule speaks, a person must agree. Whether the policy itself may be changed was asked of the person already: an admin. */
function silenceAbout({ operation, connector, effect }: Facts): Spoken {
  if (operation === changeOperation && connector === 'countersign' && effect === 'write') {
    const reason = 'No rule says who else must agree when an admin changes the policy.'
    return { outcome: { name: 'no rule matched', verdict: 'allow', reason }, requirements: [], ...nothingMore }
  }
  const reason = 'No rule speaks about this, so a person must agree.'
  return {
    outcome: { name: 'no rule matched', verdict: 'require_approval', reason },
    requirements: [defaultRequirement],
    ...nothingMore,
  }
}
