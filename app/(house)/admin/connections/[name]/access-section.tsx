'use client'

import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { AccessDialog } from './access-dialog.tsx'

export interface AccessRow {
  team: string
  title: string
  operations: readonly string[]
}

interface AccessSectionProps {
  connectionId: string
  access: AccessRow[]
  /** All that there are. */
  teams: { name: string; title: string }[]
}

/** Who may use a connection: with at least one team named, these alone. */
export function AccessSection({ connectionId, access, teams }: AccessSectionProps) {
  const [open, setOpen] = useState(false)
  return (
    <Section
      title="Who may use it"
      description={
        access.length === 0
          ? 'Everyone who may ask for actions. Name a team, and it is for that team alone.'
          : 'These teams and operations alone, admins included. For all others it is not there, the assistant included.'
      }
      actions={
        <Button onClick={() => setOpen(true)} disabled={teams.length === 0}>
          Change who may use it…
        </Button>
      }
    >
      {access.length > 0 && (
        <DataTable<AccessRow>
          caption="Teams that may use it"
          rows={access}
          rowKey={({ team }) => team}
          columns={[
            { key: 'team', head: 'Team', cell: ({ title }) => title },
            {
              key: 'operations',
              head: 'Operations',
              cell: ({ operations }) => <span className="break-all font-mono text-12">{operations.join(', ')}</span>,
            },
          ]}
          empty={null}
        />
      )}
      {teams.length === 0 && <p className="text-ink-2">There are no teams yet. Make one under People first.</p>}
      {open && <AccessDialog connectionId={connectionId} access={access} teams={teams} onClose={() => setOpen(false)} />}
    </Section>
  )
}
