'use client'

import { useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import type { BudgetChange } from '#lib/actions/index.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { changeBudget } from './commands.ts'

export interface BudgetRow extends Pick<BudgetChange, 'scope' | 'measure'> {
  id: string
  /** As a change names it. */
  name: string | null
  whose: string
  most: string
  used: string
  /** In hundredths. */
  share: number
}

export function BudgetsTable({ rows, mayManage }: { rows: BudgetRow[]; mayManage: boolean }) {
  const [ending, setEnding] = useState<BudgetRow | null>(null)
  return (
    <>
      <DataTable<BudgetRow>
        caption="Budgets of a day"
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          { key: 'whose', head: 'Whose', cell: ({ whose }) => whose },
          {
            key: 'most',
            head: 'A day',
            width: 'w-40',
            align: 'end',
            cell: ({ most }) => <span className="font-mono text-12">{most}</span>,
          },
          {
            key: 'used',
            head: 'Today',
            width: 'w-40',
            align: 'end',
            cell: ({ used }) => <span className="font-mono text-12">{used}</span>,
          },
          { key: 'state', head: 'State', width: 'w-32', cell: ({ share }) => <Share share={share} /> },
          ...(mayManage
            ? [
                {
                  key: 'end',
                  head: 'Change',
                  width: 'w-24',
                  align: 'end' as const,
                  cell: (row: BudgetRow) => (
                    <Button
                      size="small"
                      look="danger"
                      onClick={() => setEnding(row)}
                      aria-label={`End the budget of ${row.whose}, ${row.measure}`}
                    >
                      End…
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        empty={<p className="text-ink-2">No budget stands. With one, a day’s money, actions or tokens have an end.</p>}
      />
      {ending !== null && (
        <ConfirmDialog
          danger
          title={`End the budget of ${ending.whose}?`}
          description={`${ending.most} a day is no limit any more, from the next action on.`}
          label="End the budget"
          onConfirm={() =>
            changeBudget({
              scope: ending.scope,
              measure: ending.measure,
              most: null,
              ...(ending.name === null ? {} : { subject: ending.name }),
            })
          }
          onClose={() => setEnding(null)}
        />
      )}
    </>
  )
}

function Share({ share }: { share: number }) {
  if (share >= 100) return <Badge tone="bad">spent</Badge>
  if (share >= 80) return <Badge tone="wait">{share} % spent</Badge>
  return <span className="text-ink-3">{share} % spent</span>
}
