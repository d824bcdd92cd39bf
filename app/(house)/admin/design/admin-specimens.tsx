'use client'
import { useState } from 'react'
import { PolicyEditor } from '#components/admin/policy-editor.tsx'
import { Tile } from '#components/admin/tile.tsx'
import { VerificationPanel } from '#components/admin/verification-panel.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { TableSkeleton } from '#components/ui/skeleton.tsx'
import { StatusChip } from '#components/ui/status-chip.tsx'
import { states } from './card-states.ts'
import { moment } from './fixtures.ts'
import { Specimen } from './specimen.tsx'

const policy = `rules:
  - name: irreversible
    operations: ['*']
    condition: effect == "irreversible"
    verdict: require_approvl
  - name: money above 25 EUR
    operations: ['*']
    condition: money.minor > 2500 &&
    verdict: require_approval`

export function AdminSpecimens() {
  const [text, setText] = useState(policy)
  return (
    <Section title="Tables and administration">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        <Specimen name="Numbers">
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <Tile label="Waiting for a person" value="6" detail="the oldest for 2 h" href="/approvals" tone="wait" />
            <Tile label="Running" value="2" href="/actions" />
            <Tile label="Failed today" value="1" href="/actions" tone="bad" />
            <Tile label="Done today" value="1,204" detail="p95 of an action: 180 ms" href="/actions" />
          </div>
        </Specimen>
        <Specimen name="Table">
          <DataTable
            caption="Actions"
            rows={states.slice(0, 8)}
            rowKey={(row) => row.name}
            rowHref={() => '/actions/1'}
            columns={[
              { key: 'what', head: 'Action', cell: (row) => row.card.sentence },
              { key: 'where', head: 'Where', cell: (row) => row.card.where, wideOnly: true },
              { key: 'status', head: 'State', cell: (row) => <StatusChip status={row.card.status} />, width: 'w-36' },
              {
                key: 'when',
                head: 'Asked',
                cell: (row) => <RelativeTime at={row.card.createdAt} className="text-ink-2" />,
                width: 'w-28',
                align: 'end',
              },
            ]}
          />
        </Specimen>
        <Specimen name="Table, loading">
          <TableSkeleton rows={3} />
        </Specimen>
        <Specimen name="Policy with errors">
          <PolicyEditor
            label="Rules"
            value={text}
            onValue={setText}
            errors={[
              { line: 5, column: 14, message: 'A verdict is allow, require_approval or deny.' },
              { line: 8, column: 36, message: 'The condition ends where a value is expected.' },
            ]}
          />
        </Specimen>
        <Specimen name="Verification">
          <div className="grid gap-3">
            <VerificationPanel result={null} running={false} onVerify={() => {}} />
            <VerificationPanel result={null} running onVerify={() => {}} />
            <VerificationPanel
              result={{ ok: true, events: 18211, checkpoints: 42, at: moment(-3) }}
              running={false}
              notes={['One database role owns and writes the log here, so only triggers guard it.']}
              onVerify={() => {}}
            />
            <VerificationPanel
              result={{
                ok: false,
                events: 18211,
                checkpoints: 42,
                firstBad: { sequence: 9127, why: 'Its content does not match its hash.' },
                at: moment(-3),
              }}
              running={false}
              onVerify={() => {}}
            />
          </div>
        </Specimen>
      </div>
    </Section>
  )
}
