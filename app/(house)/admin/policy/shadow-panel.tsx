import { links } from '#components/links.ts'
import { DataTable } from '#components/ui/data-table.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { ShadowOutcomes } from '#lib/actions/index.ts'
import { verdictWords } from './rule-words.ts'

type Count = ShadowOutcomes['counts'][number]
type Row = ShadowOutcomes['rows'][number]

/** What the rules that only record would have said lately: how often, and on what. */
export function ShadowPanel({ outcomes: { counts, rows }, recording }: { outcomes: ShadowOutcomes; recording: number }) {
  if (counts.length === 0) {
    return (
      <p className="text-ink-2">
        {recording === 0
          ? 'No rule only records. Turn a rule to recording in its menu, and here stands what it would have said, before it says it.'
          : 'The rules that only record have not spoken about anything yet.'}
      </p>
    )
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DataTable<Count>
        caption="What recording rules would have said, by rule"
        rows={counts}
        rowKey={({ rule, verdict, said }) => `${rule} ${verdict} ${said}`}
        columns={[
          { key: 'rule', head: 'Rule', cell: ({ rule }) => <VisibleText text={rule} /> },
          { key: 'verdict', head: 'Would have said', width: 'w-40', cell: ({ verdict }) => verdictWords[verdict] },
          { key: 'said', head: 'Was said', width: 'w-40', cell: ({ said }) => verdictWords[said] },
          { key: 'actions', head: 'Actions', width: 'w-24', align: 'end', cell: ({ actions }) => actions.toLocaleString('en') },
        ]}
      />
      {rows.length > 0 && (
        <DataTable<Row>
          caption="The latest actions on which they say something else"
          rows={rows}
          rowKey={({ actionId, rule }) => `${actionId} ${rule}`}
          rowHref={({ actionId }) => links.action(actionId)}
          columns={[
            {
              key: 'action',
              head: 'Says something else on',
              cell: ({ summary, operation }) => <VisibleText text={summary === '' ? operation : summary} />,
            },
            { key: 'rule', head: 'Rule', cell: ({ rule }) => <VisibleText text={rule} /> },
            {
              key: 'verdict',
              head: 'Verdict',
              width: 'w-64',
              cell: ({ said, verdict }) => `${verdictWords[said]}, would be ${verdictWords[verdict]}`,
            },
            { key: 'at', head: 'When', width: 'w-24', align: 'end', cell: ({ at }) => <RelativeTime at={at.toISOString()} /> },
          ]}
        />
      )}
    </div>
  )
}
