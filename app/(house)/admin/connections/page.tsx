import { Plug } from 'lucide-react'
import type { Metadata } from 'next'
import { ConnectionBadge } from '#components/admin/connection-badge.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { type ConnectionDetail, listConnections } from '#lib/connectors/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { type Search, searchValue } from '../search-value.ts'
import { connectionHref } from './connection-href.ts'

export const metadata: Metadata = { title: 'Connections' }

const pageSize = 100

export default async function ConnectionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'connection.manage')) return <NotForYou />
  const search = await searchParams
  const after = searchValue(search, 'after') ?? ''
  const left = (await listConnections(getPlatform())).filter(({ name }) => name > after)
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
          { key: 'name', head: 'Connection', cell: (row) => <ConnectionBadge {...row} /> },
          { key: 'id', head: 'Name', width: 'w-40', cell: ({ name }) => <span className="font-mono text-12">{name}</span> },
          {
            key: 'url',
            head: 'Reaches',
            wideOnly: true,
            cell: ({ baseUrl, kind }) => <span className="break-all text-ink-2">{baseUrl ?? `built in: ${kind}`}</span>,
          },
          {
            key: 'operations',
            head: 'Operations',
            width: 'w-28',
            align: 'end',
            cell: ({ operations }) => operations.length.toLocaleString('en'),
          },
          {
            key: 'unconfirmed',
            head: 'Unconfirmed',
            width: 'w-32',
            align: 'end',
            cell: ({ unconfirmed }) => <Unconfirmed count={unconfirmed} />,
          },
          {
            key: 'since',
            head: 'Since',
            width: 'w-28',
            align: 'end',
            cell: ({ createdAt }) => <RelativeTime at={createdAt.toISOString()} />,
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

function Unconfirmed({ count }: { count: number }) {
  return count === 0 ? <span className="text-ink-3">none</span> : <Badge tone="wait">{count.toLocaleString('en')}</Badge>
}
