import type { FilterChoice, InboxFiltersProps } from '#components/inbox/inbox-filters.tsx'
import type { InboxChoices } from '#lib/approvals/index.ts'
import type { InboxSearch } from './inbox-search.ts'

const choice = (value: string, label: string): FilterChoice => ({ value, label })

export const sortChoices = [choice('', 'first due first'), choice('risk', 'riskiest first')]

/** The filters of the inbox with what can be chosen just now. What is chosen stays to be seen, also when nothing fits it any more. */
export function filterFields(search: InboxSearch, choices: InboxChoices): InboxFiltersProps['fields'] {
  const field = (name: keyof InboxSearch, label: string, any: string, known: readonly FilterChoice[]) => {
    const value = String(search[name])
    const missing = value !== '' && !known.some((one) => one.value === value) ? [choice(value, value)] : []
    return { name, label, value, choices: [choice('', any), ...known, ...missing] }
  }
  return [
    field('kind', 'Kind', 'any', [choice('action', 'to decide'), choice('unknown', 'outcome unknown'), choice('review', 'questions')]),
    field('operation', 'Operation', 'any', choices.operations),
    field('connection', 'System', 'any', choices.connections),
    field('by', 'Asked by', 'anyone', choices.requesters),
    field('risk', 'Risk', 'any', [choice('high', 'high'), choice('middle', 'middle or high')]),
    field('outside', 'Outside content', 'with or without', [choice('yes', 'with'), choice('no', 'without')]),
    field('due', 'Due', 'any time', [choice('soon', 'within 24 hours')]),
    ...(search.rule === '' ? [] : [field('rule', 'Rule', 'any', [])]),
  ]
}
