'use client'

import { Ellipsis, UserPlus, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import { Menu } from '#components/ui/menu.tsx'
import type { PasskeyResetView, PersonView, TeamView } from '#lib/people/index.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { setActive } from './commands.ts'
import { PasswordDialog } from './password-dialog.tsx'
import { PersonDialog } from './person-dialog.tsx'
import { ResetDialog } from './reset-dialog.tsx'

interface PeopleSectionProps {
  people: PersonView[]
  teams: TeamView[]
  query: string
  /** The person who looks. */
  me: string
  /** Who has a passkey, or had one. */
  holders: readonly string[]
  /** Resets of lost passkeys that are under way. */
  resets: readonly PasskeyResetView[]
}

type Open = { what: 'add' } | { what: 'edit' | 'password' | 'passkeys' | 'active'; person: PersonView }

export function PeopleSection({ people, teams, query, me, holders, resets }: PeopleSectionProps) {
  const router = useRouter()
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const resetOf = ({ id }: PersonView) => resets.find(({ personId }) => personId === id) ?? null
  const find = (form: FormData) => {
    const words = String(form.get('query') ?? '').trim()
    router.push(words === '' ? '/admin/people' : `/admin/people?${new URLSearchParams({ query: words })}`)
  }
  return (
    <Section
      title="People"
      description="Who may come in, and what they may do."
      actions={
        <Button onClick={() => setOpen({ what: 'add' })}>
          <Icon of={UserPlus} /> Add a person
        </Button>
      }
    >
      <search>
        <form key={query} action={find} className="flex gap-2">
          <Input
            name="query"
            aria-label="Part of a name or e-mail address"
            placeholder="Name or e-mail"
            defaultValue={query}
            className="max-w-72"
          />
          <Button type="submit">Find</Button>
        </form>
      </search>
      <DataTable<PersonView>
        caption="People by name"
        rows={people}
        rowKey={({ id }) => id}
        columns={[
          {
            key: 'name',
            head: 'Name',
            cell: (person) => (
              <span className={person.active ? '' : 'text-ink-3'}>{person.id === me ? `${person.name} (you)` : person.name}</span>
            ),
          },
          { key: 'email', head: 'E-mail', cell: ({ email }) => <span className="break-all text-ink-2">{email}</span> },
          {
            key: 'roles',
            head: 'Roles',
            cell: ({ roles }) => (roles.length === 0 ? <span className="text-ink-3">none</span> : roles.join(', ')),
          },
          {
            key: 'teams',
            head: 'Teams',
            cell: ({ teams: theirs }) => (theirs.length === 0 ? <span className="text-ink-3">none</span> : theirs.join(', ')),
          },
          { key: 'state', head: 'State', width: 'w-40', cell: (person) => <State person={person} reset={resetOf(person)} /> },
          {
            key: 'more',
            head: 'Change',
            width: 'w-20',
            align: 'end',
            cell: (person) => (
              <PersonActions
                person={person}
                passkeys={person.id !== me && (holders.includes(person.id) || resetOf(person) !== null)}
                onOpen={setOpen}
              />
            ),
          },
        ]}
        empty={
          <EmptyState icon={Users} title="Nobody fits">
            Take a letter away, or add the person.
          </EmptyState>
        }
      />
      {open?.what === 'add' && <PersonDialog teams={teams} onClose={close} />}
      {open?.what === 'edit' && <PersonDialog teams={teams} person={open.person} onClose={close} />}
      {open?.what === 'password' && <PasswordDialog person={open.person} onClose={close} />}
      {open?.what === 'passkeys' && <ResetDialog person={open.person} reset={resetOf(open.person)} me={me} onClose={close} />}
      {open?.what === 'active' && <ActiveDialog person={open.person} onClose={close} />}
    </Section>
  )
}

function State({ person: { active, hasPassword }, reset }: { person: PersonView; reset: PasskeyResetView | null }) {
  if (!active) return <Badge>deactivated</Badge>
  if (reset?.confirmed === false) return <Badge tone="wait">passkeys: one more admin</Badge>
  return hasPassword ? <Badge tone="done">active</Badge> : <Badge tone="wait">has no password yet</Badge>
}

function PersonActions({ person, passkeys, onOpen }: { person: PersonView; passkeys: boolean; onOpen: (open: Open) => void }) {
  const items = [
    { id: 'edit', label: 'Name, roles and teams…' },
    { id: 'password', label: 'Set a password…' },
    ...(passkeys ? [{ id: 'passkeys', label: 'Lost passkeys…' }] : []),
    { id: 'active', label: person.active ? 'Deactivate…' : 'Reactivate…', danger: person.active },
  ]
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={`Change ${person.name}`} className="-my-1">
          <Icon of={Ellipsis} />
        </IconButton>
      }
      groups={[{ items }]}
      onSelect={(id) => onOpen({ what: id as 'edit' | 'password' | 'passkeys' | 'active', person })}
    />
  )
}

function ActiveDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const onConfirm = () => setActive({ personId: person.id, active: !person.active })
  return person.active ? (
    <ConfirmDialog
      danger
      title={`Deactivate ${person.name}?`}
      description="Every session ends at once and no key of theirs opens anything. What they did stays on record."
      label="Deactivate"
      onConfirm={onConfirm}
      onClose={onClose}
    />
  ) : (
    <ConfirmDialog
      title={`Let ${person.name} in again?`}
      description="They can sign in as before, and their keys that were not revoked work again."
      label="Reactivate"
      onConfirm={onConfirm}
      onClose={onClose}
    />
  )
}
