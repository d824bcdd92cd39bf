'use client'

import { PolicyEditor } from '#components/admin/policy-editor.tsx'
import type { PolicyWords } from '#components/admin/policy-words.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { OpenDialog } from './draft-dialog.tsx'
import { newRule } from './rule-form.ts'
import { RulesTable } from './rules-table.tsx'
import { SimulatePanel } from './simulate-panel.tsx'
import { newTest } from './test-form.ts'
import { TestsTable } from './tests-table.tsx'
import type { DraftInWork } from './use-draft.ts'

export interface DraftTabsProps {
  draft: DraftInWork
  version: number
  words: PolicyWords
  currency: string
  /** Which one is open, and where the cursor stands in the text. */
  tab: string
  cursor: number | undefined
  /** The text was open: its editor stays, and with it what can be taken back. */
  writing: boolean
  onTab: (tab: string) => void
  onDialog: (dialog: OpenDialog) => void
  /** Leads to a rule in the text. */
  onText: (index: number) => void
}

/** One draft, four ways to look at it. */
export function DraftTabs(props: DraftTabsProps) {
  const { draft, version, words, tab, cursor, writing, onTab } = props
  const failing = draft.tests?.filter((said) => said !== null).length ?? 0
  const editor = (
    <PolicyEditor
      label={`Rules and tests, version ${version}`}
      value={draft.text}
      onValue={draft.setText}
      errors={draft.errors}
      words={words}
      {...(cursor === undefined ? {} : { startAt: cursor })}
    />
  )
  return (
    <Tabs
      label="Ways to look at the draft"
      open={{ id: tab, onOpen: onTab }}
      items={[
        { id: 'rules', label: 'Rules', ...countOf(draft.draft?.rules), content: <RulesTab {...props} /> },
        { id: 'text', label: draft.errors.length > 0 ? 'Text, with errors' : 'Text', content: editor, keep: writing },
        {
          id: 'tests',
          label: failing === 0 ? 'Tests' : `Tests, ${failing} ${failing === 1 ? 'fails' : 'fail'}`,
          ...countOf(draft.draft?.tests),
          content: <TestsTab {...props} />,
        },
        { id: 'simulate', label: 'Simulate', content: <SimulatePanel text={draft.text} /> },
      ]}
    />
  )
}

function countOf(items: readonly unknown[] | undefined): { count?: number } {
  return items === undefined ? {} : { count: items.length }
}

function RulesTab({ draft, currency, onTab, onDialog, onText }: DraftTabsProps) {
  const rules = draft.draft?.rules
  if (rules === undefined) return <OnlyText onText={() => onTab('text')} />
  const edit = (at: number) => {
    const rule = rules[at]
    if (rule !== undefined) onDialog({ of: 'rule', at, rule })
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <RulesTable
        rules={rules}
        currency={currency}
        edit={{ onEdit: edit, onText, onRules: (next) => draft.change((old) => ({ ...old, rules: next })) }}
      />
      <div>
        <Button onClick={() => onDialog({ of: 'rule', at: null, rule: newRule })}>Add a rule…</Button>
      </div>
    </div>
  )
}

function TestsTab({ draft, onTab, onDialog }: DraftTabsProps) {
  const tests = draft.draft?.tests
  if (tests === undefined) return <OnlyText onText={() => onTab('text')} />
  const edit = (at: number) => {
    const test = tests[at]
    if (test !== undefined) onDialog({ of: 'test', at, test })
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <TestsTable
        tests={tests}
        outcomes={draft.tests}
        edit={{ onEdit: edit, onRemove: (at) => draft.change((old) => ({ ...old, tests: old.tests.toSpliced(at, 1) })) }}
      />
      <div>
        <Button onClick={() => onDialog({ of: 'test', at: null, test: newTest })}>Add a test…</Button>
      </div>
    </div>
  )
}

function OnlyText({ onText }: { onText: () => void }) {
  return (
    <Notice
      tone="wait"
      action={
        <Button size="small" onClick={onText}>
          Go to the text
        </Button>
      }
    >
      The text is not a policy at the moment, so only the text can be changed.
    </Notice>
  )
}
