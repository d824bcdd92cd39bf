import type { PolicyRule } from '#lib/policy/rule.ts'
import type { Draft, DraftTest } from './draft.ts'
import { ruleLines, verdictWords } from './rule-words.ts'

export interface DifferenceLine {
  label: string
  before: string | null
  after: string | null
}

/** What became of one rule or test. */
export interface Difference {
  of: 'rule' | 'test' | 'order'
  kind: 'added' | 'removed' | 'changed'
  name: string
  lines: DifferenceLine[]
}

/** What is different, rule by rule and test by test, in words. A rule that only has another name is the same rule. */
export function policyDifference(old: Draft, next: Draft, currency: string): Difference[] {
  return [
    ...differences('rule', old.rules, next.rules, (rule: PolicyRule) => ruleLines(rule, currency)),
    ...orderOf(old.rules, next.rules),
    ...differences('test', old.tests, next.tests, testLines),
  ]
}

function differences<Item extends { name: string }>(
  of: 'rule' | 'test',
  old: readonly Item[],
  next: readonly Item[],
  linesOf: (item: Item) => Map<string, string>,
): Difference[] {
  const pairs = pair(old, next)
  return [
    ...pairs.flatMap(({ before, after }) => {
      const lines = changedLines(before === null ? new Map() : linesOf(before), after === null ? new Map() : linesOf(after))
      const kind = before === null ? 'added' : after === null ? 'removed' : 'changed'
      return lines.length === 0 ? [] : [{ of, kind, name: (after ?? before)?.name ?? '', lines } as const]
    }),
  ]
}

interface Pair<Item> {
  before: Item | null
  after: Item | null
}

function pair<Item extends { name: string }>(old: readonly Item[], next: readonly Item[]): Pair<Item>[] {
  const left = new Set(old)
  const take = (fits: (item: Item) => boolean): Item | null => {
    const found = [...left].find(fits) ?? null
    if (found !== null) left.delete(found)
    return found
  }
  const named = next.map((after) => ({ after, before: take(({ name }) => name === after.name) }))
  const pairs: Pair<Item>[] = named.map(({ after, before }) => ({ after, before: before ?? take((item) => sameButName(item, after)) }))
  return [...pairs, ...[...left].map((before) => ({ before, after: null }))]
}

function sameButName<Item extends { name: string }>(left: Item, right: Item): boolean {
  return JSON.stringify({ ...left, name: '' }) === JSON.stringify({ ...right, name: '' })
}

function changedLines(before: Map<string, string>, after: Map<string, string>): DifferenceLine[] {
  const labels = [...new Set([...after.keys(), ...before.keys()])]
  return labels
    .map((label) => ({ label, before: before.get(label) ?? null, after: after.get(label) ?? null }))
    .filter((line) => line.before !== line.after)
}

/** The order says nothing about verdicts; it is how a person reads the rules. */
function orderOf(old: readonly { name: string }[], next: readonly { name: string }[]): Difference[] {
  const names = (items: readonly { name: string }[], others: readonly { name: string }[]) =>
    items.map(({ name }) => name).filter((name) => others.some((other) => other.name === name))
  const [before, after] = [names(old, next).join(', '), names(next, old).join(', ')]
  return before === after ? [] : [{ of: 'order', kind: 'changed', name: 'Order of the rules', lines: [{ label: 'Order', before, after }] }]
}

function testLines({ name, facts, expected, ...more }: DraftTest): Map<string, string> {
  const { verdict, ...rest } = expected
  const others = { ...more, ...rest }
  return new Map<string, string>([
    ['Name', name],
    ['Expected', verdictWords[verdict]],
    ['Facts', JSON.stringify(facts)],
    ...(Object.keys(others).length === 0 ? [] : [['And', JSON.stringify(others)] as [string, string]]),
  ])
}
