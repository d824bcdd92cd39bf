'use client'

import { PolicyEditor } from '#components/admin/policy-editor.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import type { CheckedDraft } from '#lib/policy/index.ts'
import type { Draft } from './draft.ts'
import { RulesTable } from './rules-table.tsx'
import { TestsTable } from './tests-table.tsx'

interface PolicyReadingProps {
  version: number
  text: string
  policy: Draft
  tests: CheckedDraft['tests']
  currency: string
}

/** The policy for those who only read. */
export function PolicyReading({ version, text, policy, tests, currency }: PolicyReadingProps) {
  const editor = <PolicyEditor label={`Rules and tests, version ${version}`} value={text} onValue={() => undefined} errors={[]} readOnly />
  return (
    <Tabs
      label="Ways to look at the policy"
      items={[
        { id: 'rules', label: 'Rules', count: policy.rules.length, content: <RulesTable rules={policy.rules} currency={currency} /> },
        { id: 'text', label: 'Text', content: editor },
        { id: 'tests', label: 'Tests', count: policy.tests.length, content: <TestsTable tests={policy.tests} outcomes={tests} /> },
      ]}
    />
  )
}
