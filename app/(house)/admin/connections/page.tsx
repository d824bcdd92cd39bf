import { Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { ConnectionBadge } from '#components/admin/connection-badge.tsx'
import { GateLine } from '#components/admin/gate-line.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { gateFigures } from '#lib/actions/index.ts'
import { type ConnectionDetail, listConnections } from '#lib/connectors/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { pausesNow } from '../../../_pauses.ts'
import { requireCaller } from '../../../_session.ts'
import { gateOf } from '../gate-of.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { PauseOrResume } from '../pauses/pause-or-resume.tsx'
import { type Search, searchValue } from '../search-value.ts'
import { connectionHref } from './connection-href.ts'

export const metadata: Metadata = { title: 'Connections' }

const pageSize = 100

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'connection.manage')) return <NotForYou />
  const search = await searchParams
  const after = searchValue(search, 'after') ?? ''
  const platform = getPlatform()
  const [connections, gates, pauses] = await Promise.all([listConnections(platform), gateFigures(platform), pausesNow()])
  const pauseOf = ({ id }: ConnectionDetail) => pauses.find(({ scope, connection }) => scope === 'connection' && connection?.id === id)
  const now = platform.clock.now().toISOString()
  const left = connections.filter(({ name }) => name > after)
  const rows = left.slice(0, pageSize)
  const last = left.length > pageSize ? rows.at(-1) : undefined
  const add = <ButtonLink href="/admin/connections/new">Connect a system</ButtonLink>
  return (
    <Section title="Connections" description="The systems that work can be done in." actions={add}>
      <DataTable<ConnectionDetail>
        caption="Connections by name"
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={connectionHref}
        columns={[
          { key: 'name', head: 'Connection', cell: (row) => <ConnectionBadge {...row} paused={pauseOf(row) !== undefined} /> },
          { key: 'id', head: 'Name, address', width: 'w-48', cell: (row) => <NameAndAddress {...row} /> },
          {
            key: 'gate',
            head: 'State',
            cell: ({ id }) => {
              const gate = gates.get(id)
              return gate === undefined ? null : <GateLine gate={gateOf(gate)} waiting={gate.queued} now={now} />
            },
          },
          {
            key: 'operations',
            head: 'Operations',
            width: 'w-24',
            align: 'end',
            cell: ({ operations }) => operations.length.toLocaleString('en'),
          },
          {
            key: 'unconfirmed',
            head: 'Unconfirmed',
            width: 'w-28',
            align: 'end',
            cell: ({ unconfirmed }) => <Unconfirmed count={unconfirmed} />,
          },
          {
            key: 'pause',
            head: 'Pause',
            width: 'w-24',
            align: 'end',
            cell: (row) => (
              <span className="relative z-10">
                <PauseOrResume connection={row} pause={pauseOf(row)} size="small" />
              </span>
            ),
          },
        ]}
        empty={
          <EmptyState icon={Plug} title="Nothing is connected yet" action={add}>
            Connect a system by its OpenAPI document; the assistant can then work in it.
          </EmptyState>
        }
      />
      <MoreLink pathname="/admin/connections" search={search} next={last === undefined ? null : { after: last.name }} label="More" />
    </Section>
  )
}

function NameAndAddress({ name, baseUrl, kind }: ConnectionDetail) {
  return (
    <>
      <span className="block font-mono text-12">{name}</span>
      <span className="block break-all text-12 text-ink-3">{baseUrl ?? `built in: ${kind}`}</span>
    </>
  )
}

function Unconfirmed({ count }: { count: number }) {
  return count === 0 ? <span className="text-ink-3">none</span> : <Badge tone="wait">{count.toLocaleString('en')}</Badge>
}
