'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PolicyEditor } from '#components/admin/policy-editor.tsx'
import type { PolicyWords } from '#components/admin/policy-words.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { CheckedDraft } from '#lib/policy/index.ts'
import type { PolicyRule } from '#lib/policy/rule.ts'
import type { Draft, DraftTest } from './draft.ts'
import { readJson } from './json-places.ts'
import { RuleDialog } from './rule-dialog.tsx'
import { newRule } from './rule-form.ts'
import { RulesTable } from './rules-table.tsx'
import { SaveForm } from './save-form.tsx'
import { TestDialog } from './test-dialog.tsx'
import { newTest } from './test-form.ts'
import { TestsTable } from './tests-table.tsx'
import { useDraft } from './use-draft.ts'

export interface WorkbenchProps {
  /** The version whose text stands here, and the newest one. */
  version: number
  newest: number
  text: string
  /** How the tests go with that text. */
  tests: CheckedDraft['tests']
  /** The version that holds. */
  holds: Draft
  words: PolicyWords
  currency: string
  teams: readonly string[]
}

/** What a dialog is about: `at` is its place in the draft, null where it is new. */
type Open = { of: 'rule'; at: number | null; rule: PolicyRule } | { of: 'test'; at: number | null; test: DraftTest }

/** The policy in the works: rules as a table, as text and with their tests, all of one draft that is saved as a whole. */
export function PolicyWorkbench({ version, newest, text, tests, holds, words, currency, teams }: WorkbenchProps) {
  const router = useRouter()
  const draft = useDraft(text, tests)
  const [tab, setTab] = useState('rules')
  const [cursor, setCursor] = useState<number>()
  const [open, setOpen] = useState<Open | null>(null)
  const operations = words.operations.map(({ label }) => label)
  const showInText = (index: number) => {
    setCursor(placeOf(draft.text, index))
    setOpen(null)
    setTab('text')
  }
  const failing = draft.tests?.filter((said) => said !== null).length ?? 0
  const rules =
    draft.draft === null ? (
      <OnlyText onText={() => setTab('text')} />
    ) : (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <RulesTable
          rules={draft.draft.rules}
          currency={currency}
          edit={{
            onEdit: (at) => {
              const rule = draft.draft?.rules[at]
              if (rule !== undefined) setOpen({ of: 'rule', at, rule })
            },
            onText: showInText,
            onRules: (next) => draft.change((old) => ({ ...old, rules: next })),
          }}
        />
        <div>
          <Button onClick={() => setOpen({ of: 'rule', at: null, rule: newRule })}>Add a rule…</Button>
        </div>
      </div>
    )
  const testList =
    draft.draft === null ? (
      <OnlyText onText={() => setTab('text')} />
    ) : (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <TestsTable
          tests={draft.draft.tests}
          outcomes={draft.tests}
          edit={{
            onEdit: (at) => {
              const test = draft.draft?.tests[at]
              if (test !== undefined) setOpen({ of: 'test', at, test })
            },
            onRemove: (at) => draft.change((old) => ({ ...old, tests: old.tests.toSpliced(at, 1) })),
          }}
        />
        <div>
          <Button onClick={() => setOpen({ of: 'test', at: null, test: newTest })}>Add a test…</Button>
        </div>
      </div>
    )
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
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Tabs
        label="Ways to look at the draft"
        open={{
          id: tab,
          onOpen: (id) => {
            setCursor(undefined)
            setTab(id)
          },
        }}
        items={[
          { id: 'rules', label: 'Rules', ...(draft.draft === null ? {} : { count: draft.draft.rules.length }), content: rules },
          { id: 'text', label: draft.errors.length > 0 ? 'Text, with errors' : 'Text', content: editor },
          {
            id: 'tests',
            label: failing === 0 ? 'Tests' : `Tests, ${failing} ${failing === 1 ? 'fails' : 'fail'}`,
            ...(draft.draft === null ? {} : { count: draft.draft.tests.length }),
            content: testList,
          },
        ]}
      />
      <SaveForm
        draft={draft}
        holds={holds}
        currency={currency}
        version={version}
        newest={newest}
        proposed=""
        onReload={() => (version === newest ? draft.setText(text) : router.push('/admin/policy'))}
      />
      {open?.of === 'rule' && (
        <RuleDialog
          rule={open.rule}
          isNew={open.at === null}
          currency={currency}
          operations={operations}
          teams={teams}
          onRule={(rule) => {
            const taken = draft.draft?.rules.some(({ name }, index) => name === rule.name && index !== open.at) === true
            if (taken) return 'another rule has this name'
            draft.change((old) => ({ ...old, rules: placed(old.rules, open.at, rule) }))
            setOpen(null)
            return null
          }}
          onText={() => showInText(open.at ?? 0)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.of === 'test' && (
        <TestDialog
          test={open.test}
          isNew={open.at === null}
          currency={currency}
          operations={operations}
          onTest={(test) => {
            draft.change((old) => ({ ...old, tests: placed(old.tests, open.at, test) }))
            setOpen(null)
          }}
          onClose={() => setOpen(null)}
        />
      )}
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

function placed<Item>(items: readonly Item[], at: number | null, item: Item): Item[] {
  return at === null ? [...items, item] : items.with(at, item)
}

/** Where a rule's condition, or the rule, stands in the text. */
function placeOf(text: string, index: number): number {
  const read = readJson(text)
  return read.ok ? read.places.placeOf(`rules.${index}.condition`) : 0
}
