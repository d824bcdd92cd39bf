import { formatMoney, fromMinor } from '#lib/core/money.ts'
import type { Grantable, PolicyRule, Requirement, TimeLimit } from '#lib/policy/rule.ts'
import type { VerdictKind } from '#lib/policy/verdict-kind.ts'
import { type AmountPart, readCondition, type SimpleCondition, type YesNo } from './simple-condition.ts'

export const verdictWords: Readonly<Record<VerdictKind, string>> = { allow: 'allow', require_approval: 'ask a person', deny: 'deny' }

/** Minor units in words: `25.00 EUR`. */
export function amountWords(minor: number, currency: string): string {
  return formatMoney(fromMinor(BigInt(minor), currency))
}

/** When a rule holds, in words; null where its condition says more than words do. */
export function conditionWords(condition: string | null, currency: string): string | null {
  const simple = readCondition(condition)
  if (simple === null) return null
  const parts = [
    effectWords[simple.effect],
    yesNo(simple.confirmed, 'confirmed by an admin', 'not confirmed by an admin'),
    environmentWords[simple.environment],
    yesNo(simple.tainted, 'outside content in sight', 'no outside content in sight'),
    yesNo(simple.newRecipient, 'a new recipient', 'no new recipient'),
    amountPartWords(simple.amount, currency),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'always' : parts.join(', ')
}

const effectWords: Record<SimpleCondition['effect'], string> = {
  any: '',
  read: 'reads',
  write: 'writes',
  irreversible: 'irreversible',
  changing: 'all but reads',
}
const environmentWords: Record<SimpleCondition['environment'], string> = { any: '', production: 'in production', sandbox: 'in a sandbox' }

function yesNo(value: YesNo, yes: string, no: string): string {
  return value === 'any' ? '' : value === 'yes' ? yes : no
}

function amountPartWords(amount: AmountPart, currency: string): string {
  switch (amount.kind) {
    case 'any':
      return ''
    case 'unclear':
      return 'amount unclear'
    case 'over':
      return `over ${amountWords(amount.minor, currency)}`
    case 'up_to':
      return `up to ${amountWords(amount.minor, currency)}`
    case 'over_or_unclear':
      return `over ${amountWords(amount.minor, currency)} or unclear`
  }
}

/** Who must agree where a rule asks; null where it does not ask. */
export function whoWords({ verdict, requirements }: Pick<PolicyRule, 'verdict' | 'requirements'>): string | null {
  if (verdict !== 'require_approval') return null
  return requirements?.length ? requirements.map(requirementWords).join('; ') : '1 approver, not the requester'
}

function requirementWords({ role, team, quorum = 1, requesterExcluded = true, stepUp }: Requirement): string {
  const people = `${quorum} ${role}${quorum === 1 ? '' : 's'}${team === undefined ? '' : ` of ${team}`}`
  return [people, requesterExcluded ? 'not the requester' : '', stepUp === true ? 'signed with a passkey' : ''].filter(Boolean).join(', ')
}

export function timeWords({ hours, calendar = false, remindAfter, escalate }: TimeLimit): string {
  const unit = calendar ? 'h' : 'business hours'
  return [
    `${hours} ${unit}`,
    remindAfter === undefined ? '' : `reminder after ${remindAfter}`,
    escalate === undefined ? '' : `also ${escalate.role}s after ${escalate.after}`,
  ]
    .filter(Boolean)
    .join(', ')
}

export function grantWords({ role, atMost, tainted = false }: Grantable, currency: string): string {
  const bound = atMost === undefined ? '' : `, up to ${amountWords(atMost, currency)}`
  return `by ${role === 'admin' || role === 'approver' ? 'an' : 'a'} ${role}${bound}${tainted ? ', with outside content too' : ''}`
}

/** Everything that a rule says, each under its label; what is not said is not listed. */
export function ruleLines(rule: PolicyRule, currency: string): Map<string, string> {
  const { name, operations, condition = null, verdict, requirements: _who, timeLimit, grantable, shadow, reason, ...more } = rule
  const lines: [string, string | null | undefined][] = [
    ['Name', name],
    ['Operations', operations.join(', ')],
    ['When', conditionWords(condition, currency) ?? condition],
    ['Verdict', verdictWords[verdict]],
    ['Who must agree', whoWords(rule)],
    ['Time limit', timeLimit && timeWords(timeLimit)],
    ['Standing grants', grantable && grantWords(grantable, currency)],
    ['Only records', shadow === true ? 'yes' : undefined],
    ['Reason', reason],
    ...Object.entries(more).map(([key, value]): [string, string] => [key, JSON.stringify(value)]),
  ]
  return new Map(lines.flatMap(([label, text]) => (text === null || text === undefined ? [] : [[label, text]])))
}
