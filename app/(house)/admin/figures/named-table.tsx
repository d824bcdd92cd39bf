import { DataTable } from '#components/ui/data-table.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { NamedFigures } from '#lib/approvals/index.ts'
import { durationWords, shareWords } from './figure-words.ts'

/** The figures of each operation, rule or person; a row leads to what it counts. */
export function NamedTable({ head, rows, href }: { head: string; rows: NamedFigures[]; href: (name: string) => string }) {
  const share = (key: 'approved' | 'changed' | 'rejected' | 'expired' | 'undone', title: string) => ({
    key,
    head: title,
    width: 'w-24',
    align: 'end' as const,
    cell: (row: NamedFigures) => <span title={`${row[key]} of ${row.ended}`}>{shareWords(row[key], row.ended)}</span>,
  })
  return (
    <DataTable<NamedFigures>
      caption={`Figures by ${head.toLowerCase()}`}
      rows={rows}
      rowKey={({ name }) => name}
      rowHref={({ name }) => href(name)}
      columns={[
        { key: 'name', head, cell: ({ label }) => <VisibleText text={label} /> },
        { key: 'ended', head: 'Cards', width: 'w-20', align: 'end', cell: ({ ended }) => ended.toLocaleString('en') },
        { key: 'median', head: 'Median', width: 'w-24', align: 'end', cell: ({ medianSeconds }) => durationWords(medianSeconds) },
        { key: 'p95', head: 'p95', width: 'w-24', align: 'end', wideOnly: true, cell: ({ p95Seconds }) => durationWords(p95Seconds) },
        share('approved', 'Unchanged'),
        share('changed', 'Changed'),
        share('rejected', 'Rejected'),
        share('expired', 'Expired'),
        share('undone', 'Undone'),
      ]}
      empty={<p className="text-ink-2">Nothing ended in this time.</p>}
    />
  )
}
