'use client'

import { CircleCheck, CircleX } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { type Column, DataTable } from '#components/ui/data-table.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { CheckedDraft } from '#lib/policy/index.ts'
import type { DraftTest } from './draft.ts'
import { verdictWords } from './rule-words.ts'

interface TestsTableProps {
  tests: readonly DraftTest[]
  outcomes: CheckedDraft['tests']
  edit?: { onEdit: (index: number) => void; onRemove: (index: number) => void }
}

interface Row {
  test: DraftTest
  index: number
  /** Undefined: not known now. Null: it passes. */
  said: string | null | undefined
}

/** The policy's own tests and how each goes with the rules as they stand here. */
export function TestsTable({ tests, outcomes, edit }: TestsTableProps) {
  const columns: Column<Row>[] = [
    { key: 'name', head: 'Test', cell: ({ test, said }) => <NameAndOutcome test={test} said={said} /> },
    { key: 'facts', head: 'Given', cell: ({ test }) => <Given facts={test.facts} /> },
    { key: 'expected', head: 'Expected', width: 'w-32', cell: ({ test }) => verdictWords[test.expected.verdict] },
    { key: 'outcome', head: 'Now', width: 'w-28', cell: ({ said }) => <Outcome said={said} /> },
  ]
  if (edit !== undefined) {
    const cell = ({ test, index }: Row) => (
      <span className="inline-flex gap-1">
        <Button size="small" aria-label={`Edit the test ${test.name}`} onClick={() => edit.onEdit(index)}>
          Edit…
        </Button>
        <Button size="small" look="bare" aria-label={`Remove the test ${test.name}`} onClick={() => edit.onRemove(index)}>
          Remove
        </Button>
      </span>
    )
    columns.push({ key: 'change', head: 'Change', width: 'w-36', align: 'end', cell })
  }
  return (
    <DataTable<Row>
      caption="The policy’s own tests"
      rows={tests.map((test, index) => ({ test, index, said: outcomes?.[index] }))}
      rowKey={({ index }) => String(index)}
      columns={columns}
      empty={
        <p className="text-ink-2">
          There is no test yet. A test says what the rules must answer; a version in which one fails can’t be saved.
        </p>
      }
    />
  )
}

function NameAndOutcome({ test, said }: Pick<Row, 'test' | 'said'>) {
  return (
    <span className="grid">
      <VisibleText text={test.name} />
      {said && <VisibleText text={said} className="font-normal text-12 text-bad" />}
    </span>
  )
}

function Given({ facts: { operation, effect, ...more } }: { facts: DraftTest['facts'] }) {
  const rest = Object.keys(more).length === 0 ? '' : ` ${JSON.stringify(more)}`
  return (
    <code className="line-clamp-2 font-mono text-12 [overflow-wrap:anywhere]">
      <VisibleText text={`${operation}, ${effect}${rest}`} />
    </code>
  )
}

function Outcome({ said }: Pick<Row, 'said'>) {
  if (said === undefined) return <Badge>not run</Badge>
  if (said === null) {
    return (
      <Badge tone="done" icon={CircleCheck}>
        passes
      </Badge>
    )
  }
  return (
    <Badge tone="bad" icon={CircleX}>
      fails
    </Badge>
  )
}
