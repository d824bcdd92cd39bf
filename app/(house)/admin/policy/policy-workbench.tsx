'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PolicyWords } from '#components/admin/policy-words.ts'
import type { CheckedDraft } from '#lib/policy/index.ts'
import type { Draft, DraftTest } from './draft.ts'
import { DraftDialog, type OpenDialog } from './draft-dialog.tsx'
import { DraftTabs } from './draft-tabs.tsx'
import { readJson } from './json-places.ts'
import { SaveForm } from './save-form.tsx'
import { type ShownSuggestion, SuggestionsPanel } from './suggestions-panel.tsx'
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
  /** A test that was made from an action, to be added. */
  made: DraftTest | null
  suggestions: readonly ShownSuggestion[]
}

/** The policy in the works: rules as a table, as text and with their tests, all of one draft that is saved as a whole. */
export function PolicyWorkbench({ version, newest, text, tests, holds, words, currency, teams, made, suggestions }: WorkbenchProps) {
  const router = useRouter()
  const draft = useDraft(text, tests)
  const [tab, setTab] = useState(made === null ? 'rules' : 'tests')
  const [cursor, setCursor] = useState<number>()
  const [writing, setWriting] = useState(false)
  const [open, setOpen] = useState<OpenDialog | null>(made && { of: 'test', at: null, test: made })
  const [comment, setComment] = useState('')
  const show = (id: string, at?: number) => {
    setCursor(at)
    setTab(id)
    if (id === 'text') setWriting(true)
  }
  const showInText = (index: number) => {
    setOpen(null)
    show('text', placeOf(draft.text, index))
  }
  const accept = ({ rules, sentence }: ShownSuggestion) => {
    draft.change((old) => ({ ...old, rules: [...rules] }))
    setComment(`Accepted a suggestion. ${sentence}`)
    show('rules')
  }
  const reload = () => (version === newest ? draft.setText(text) : router.push('/admin/policy'))
  const shared = { draft, version, currency }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DraftTabs
        {...shared}
        words={words}
        tab={tab}
        cursor={cursor}
        writing={writing}
        onTab={show}
        onDialog={setOpen}
        onText={showInText}
      />
      <SaveForm {...shared} holds={holds} newest={newest} comment={comment} onComment={setComment} onReload={reload} />
      <SuggestionsPanel
        suggestions={suggestions}
        currency={currency}
        untouched={draft.text === text && version === newest}
        onAccept={accept}
      />
      {open !== null && (
        <DraftDialog
          open={open}
          draft={draft}
          currency={currency}
          operations={words.operations.map(({ label }) => label)}
          teams={teams}
          onText={showInText}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}

/** Where a rule's condition, or the rule, stands in the text. */
function placeOf(text: string, index: number): number {
  const read = readJson(text)
  return read.ok ? read.places.placeOf(`rules.${index}.condition`) : 0
}
