'use client'

import type { PolicyRule } from '#lib/policy/rule.ts'
import type { DraftTest } from './draft.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { TestDialog } from './test-dialog.tsx'
import type { DraftInWork } from './use-draft.ts'

/** What a dialog is about: `at` is its place in the draft, null where it is new. */
export type OpenDialog = { of: 'rule'; at: number | null; rule: PolicyRule } | { of: 'test'; at: number | null; test: DraftTest }

interface DraftDialogProps {
  open: OpenDialog
  draft: DraftInWork
  currency: string
  operations: readonly string[]
  teams: readonly string[]
  onText: (index: number) => void
  onClose: () => void
}

/** A rule or a test as a form; what it makes goes into the draft. */
export function DraftDialog({ open, draft, currency, operations, teams, onText, onClose }: DraftDialogProps) {
  const shared = { isNew: open.at === null, currency, operations, onClose }
  if (open.of === 'test') {
    const take = (test: DraftTest) => {
      draft.change((old) => ({ ...old, tests: placed(old.tests, open.at, test) }))
      onClose()
    }
    return <TestDialog {...shared} test={open.test} onTest={take} />
  }
  const take = (rule: PolicyRule): string | null => {
    const taken = draft.draft?.rules.some(({ name }, index) => name === rule.name && index !== open.at) === true
    if (taken) return 'another rule has this name'
    draft.change((old) => ({ ...old, rules: placed(old.rules, open.at, rule) }))
    onClose()
    return null
  }
  return <RuleDialog {...shared} rule={open.rule} teams={teams} onRule={take} onText={() => onText(open.at ?? 0)} />
}

function placed<Item>(items: readonly Item[], at: number | null, item: Item): Item[] {
  return at === null ? [...items, item] : items.with(at, item)
}
