'use client'

import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { TeamView } from '#lib/people/index.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { endTeam } from './commands.ts'
import { TeamDialog } from './team-dialog.tsx'

type Open = { what: 'add' } | { what: 'rename' | 'remove'; team: TeamView }

/** Teams, which rules, connections and budgets name. Who belongs to one is said with each person. */
export function TeamsSection({ teams }: { teams: TeamView[] }) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <Section
      title="Teams"
      description="Rules, connections and budgets can name a team. Who belongs to one is said with each person."
      actions={
        <Button onClick={() => setOpen({ what: 'add' })}>
          <Icon of={UsersRound} /> Make a team
        </Button>
      }
    >
      <DataTable<TeamView>
        caption="Teams by title"
        rows={teams}
        rowKey={({ id }) => id}
        columns={[
          { key: 'title', head: 'Team', cell: ({ title }) => title },
          { key: 'name', head: 'Name in rules', width: 'w-36', cell: ({ name }) => <span className="font-mono text-12">{name}</span> },
          { key: 'members', head: 'Members', cell: (team) => <Members team={team} /> },
          {
            key: 'change',
            head: 'Change',
            width: 'w-48',
            align: 'end',
            cell: (team) => (
              <span className="flex flex-wrap justify-end gap-2">
                <Button size="small" onClick={() => setOpen({ what: 'rename', team })} aria-label={`Rename the team ${team.title}`}>
                  Rename…
                </Button>
                <Button
                  size="small"
                  look="danger"
                  onClick={() => setOpen({ what: 'remove', team })}
                  aria-label={`Remove the team ${team.title}`}
                >
                  Remove…
                </Button>
              </span>
            ),
          },
        ]}
        empty={<p className="text-ink-2">There are no teams yet. With one, a rule can ask “an approver of finance”.</p>}
      />
      {open?.what === 'add' && <TeamDialog onClose={close} />}
      {open?.what === 'rename' && <TeamDialog team={open.team} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          danger
          title={`Remove the team “${open.team.title}”?`}
          description={removalWords(open.team)}
          label="Remove the team"
          onConfirm={() => endTeam({ name: open.team.name })}
          onClose={close}
        />
      )}
    </Section>
  )
}

function removalWords({ members }: TeamView): string {
  const lose =
    members.length === 0
      ? 'Nobody belongs to it.'
      : `${members.length === 1 ? 'One person loses' : `${members.length} people lose`} it at once.`
  return `${lose} It stays while a rule or a connection names it.`
}

const shown = 6

function Members({ team: { members } }: { team: TeamView }) {
  if (members.length === 0) return <span className="text-ink-3">nobody yet</span>
  const names = members.slice(0, shown).map(({ name, active }) => (active ? name : `${name} (deactivated)`))
  const more = members.length - names.length
  return <span>{more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')}</span>
}
