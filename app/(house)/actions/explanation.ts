import type { ExplainedRule, ExplanationData } from '#components/story/explanation.tsx'
import type { Tone } from '#components/ui/badge.tsx'
import type { StoredPolicy } from '#lib/actions/index.ts'
import { formatMoney, fromMinor } from '#lib/core/index.ts'
import { type RuleOutcome, type VerdictKind, windowWords } from '#lib/policy/index.ts'

const said: Record<VerdictKind, { word: string; tone: Tone; sentence: string }> = {
  allow: { word: 'allow', tone: 'done', sentence: 'It may run' },
  require_approval: { word: 'ask a person', tone: 'pen', sentence: 'A person has to agree' },
  deny: { word: 'deny', tone: 'bad', sentence: 'It may not run' },
}

/** The verdict on an action as it is told; of an action that was judged before something was kept, that is not told. */
export function explanationOf(policy: Omit<StoredPolicy, 'facts'> & { facts?: Partial<StoredPolicy['facts']> | null }): ExplanationData {
  const { verdict, rules, decidedBy = [], looked = [], lookedAt = looked.length, shadow = [], policyVersion, facts } = policy
  const outcomes = new Map(rules.map((rule) => [rule.name, rule]))
  const silent = looked.filter(({ name, spoke }) => !spoke && !outcomes.has(name))
  const listed = [
    ...rules.map((rule) => outcome(rule, decidedBy)),
    ...silent.map(({ name, why }): ExplainedRule => ({ name, said: 'did not apply', tone: 'plain', decided: false, why: why ?? '' })),
  ]
  return {
    sentence: `${said[verdict].sentence}: policy version ${policyVersion}${by(decidedBy)}.`,
    rules: listed.toSorted((a, b) => Number(b.decided) - Number(a.decided)),
    more: Math.max(0, lookedAt - looked.length),
    shadow: shadow.map((rule) => outcome(rule, [])),
    facts: factLines(facts ?? {}),
  }
}

function by(names: readonly string[]): string {
  const [first, ...others] = names
  if (first === undefined) return ''
  if (others.length === 0) return `, by the rule “${first}”`
  return `, by the rule “${first}” and ${others.length === 1 ? 'one other' : `${others.length} others`}`
}

function outcome({ name, verdict, reason }: RuleOutcome, decidedBy: readonly string[]): ExplainedRule {
  return { name, said: said[verdict].word, tone: said[verdict].tone, decided: decidedBy.includes(name), why: reason }
}

type Known = Partial<StoredPolicy['facts']>

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const yes = (value: boolean) => (value ? 'yes' : 'no')
const list = (values: readonly string[]) => (values.length === 0 ? 'none' : values.join(', '))

const words: { [Name in keyof Known]-?: [label: string, say: (value: NonNullable<Known[Name]>, facts: Known) => string] } = {
  operation: ['Operation', String],
  connection: ['Connection', (name, { connector, environment }) => [name, connector, environment].filter(Boolean).join(', ')],
  connector: ['', () => ''],
  environment: ['', () => ''],
  effect: ['Effect', String],
  repeat: ['Doing it twice', String],
  confirmed: ['Confirmed by an admin', yes],
  undoable: ['Can be taken back', yes],
  preview: ['What changes', ({ changes }) => `${changes} ${changes === 1 ? 'thing' : 'things'}`],
  money: [
    'Money',
    ({ minor, currency, known }) =>
      known && minor !== null
        ? minor === 0
          ? 'none'
          : formatMoney(fromMinor(BigInt(minor), currency))
        : 'an amount that could not be read',
  ],
  requester: [
    'Requester',
    ({ roles, teams = [], key = null }) =>
      [list(roles), teams.length > 0 ? `teams ${list(teams)}` : '', key === null ? '' : `with an API key, ${key.ageDays} days old`]
        .filter(Boolean)
        .join('; '),
  ],
  via: ['Came through', String],
  tainted: [
    'Outside content in sight',
    (tainted, { sources = 0 }) => (tainted ? `yes, ${sources} ${sources === 1 ? 'piece' : 'pieces'}` : 'no'),
  ],
  sources: ['', () => ''],
  sourceOperations: ['Brought in by', list],
  recipients: ['Recipients', (recipients) => list(recipients.map(({ domain, known }) => `${domain} (${known ? 'known' : 'new'})`))],
  newRecipient: ['', () => ''],
  model: ['Model', ({ label, confidence }) => (confidence === null ? label : `${label}, confidence ${confidence}`)],
  hour: [
    'Time',
    (hour, { weekday, businessHours }) =>
      `${days[(weekday ?? 1) - 1] ?? ''}, from ${hour}:00, ${businessHours === false ? 'outside of' : 'in'} business hours`,
  ],
  weekday: ['', () => ''],
  businessHours: ['', () => ''],
  windows: [
    'Asked for before it',
    (windows, { money }) =>
      Object.entries(windows)
        .map(([key, answer]) => answered(key, answer, money?.currency))
        .join('; '),
  ],
}

/** `count of commerce.refund_order, 24 h, requester: 3`; what a sum comes to is money. */
function answered(key: string, answer: number | null, currency: string | undefined): string {
  const asked = windowWords(key)
  const isMoney = asked?.measure === 'sum' && currency !== undefined
  const said = answer === null ? 'could not be read' : isMoney ? formatMoney(fromMinor(BigInt(answer), currency)) : String(answer)
  return `${asked?.words ?? key}: ${said}`
}

/** Each fact in words; several that belong together on one line, and those that this page does not know as they are stored. */
function factLines(facts: Known): { label: string; value: string }[] {
  return Object.entries(facts).flatMap(([name, value]) => {
    if (value === null || value === undefined) return []
    const [label, say] = words[name as keyof Known] ?? [name, JSON.stringify]
    return label === '' ? [] : [{ label, value: (say as (value: unknown, facts: Known) => string)(value, facts) }]
  })
}
