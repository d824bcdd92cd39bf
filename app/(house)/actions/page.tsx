import { List } from 'lucide-react'
import type { Metadata } from 'next'
import { z } from 'zod'
import { PageBody, PageHeader } from '#components/frame/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { PausedChip } from '#components/ui/paused-chip.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StatusChip } from '#components/ui/status-chip.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { type ActionRow, listActions, pauseOver, statusOf } from '#lib/actions/index.ts'
import { actionStatuses } from '#lib/core/index.ts'
import { decodeCursor, encodeCursor, getPlatform } from '#lib/platform/index.ts'
import { pausesNow } from '../../_pauses.ts'
import { requireCaller } from '../../_session.ts'
import { ActionFilters } from './action-filters.tsx'

export const metadata: Metadata = { title: 'Actions' }

const pageSize = 50

interface Search {
  status?: string
  operation?: string
  query?: string
  cursor?: string
}

export default async function ActionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  const search = await searchParams
  const status = actionStatuses.find((one) => one === search.status)
  const [pauses, { items, more }] = await Promise.all([
    pausesNow(),
    listActions(getPlatform(), caller, {
      limit: pageSize,
      status,
      operation: search.operation || undefined,
      query: search.query || undefined,
      after: readCursor(search.cursor),
    }),
  ])
  const isHeld = (row: ActionRow) => statusOf(row) === 'queued' && pauseOver(pauses, row) !== null
  const last = items.at(-1)
  const filtered = status !== undefined || Boolean(search.operation) || Boolean(search.query)
  return (
    <>
      <PageHeader title="Actions" />
      <PageBody>
        <ActionFilters status={status ?? ''} query={search.query ?? ''} operation={search.operation ?? ''} />
        <DataTable<ActionRow>
          caption="Actions, newest first"
          rows={items}
          rowKey={(row) => row.id}
          rowHref={(row) => `/actions/${row.id}`}
          columns={[
            { key: 'what', head: 'What', cell: (row) => <VisibleText text={row.summary || row.title} /> },
            {
              key: 'status',
              head: 'State',
              width: 'w-36',
              cell: (row) => (isHeld(row) ? <PausedChip /> : <StatusChip status={statusOf(row)} />),
            },
            { key: 'where', head: 'System', width: 'w-32', wideOnly: true, cell: (row) => row.connection.title },
            { key: 'who', head: 'Asked by', width: 'w-40', cell: (row) => row.requestedBy.name },
            { key: 'when', head: 'When', width: 'w-28', align: 'end', cell: (row) => <RelativeTime at={row.createdAt.toISOString()} /> },
          ]}
          empty={
            <EmptyState icon={List} title={filtered ? 'Nothing fits' : 'Nothing has been asked for yet'}>
              {filtered ? 'Take a filter away to see more.' : 'Everything that is done, or waits, stands here with its whole story.'}
            </EmptyState>
          }
        />
        {more && last !== undefined && (
          <div>
            <ButtonLink
              href={{
                pathname: '/actions',
                query: { ...search, cursor: encodeCursor({ createdAt: last.createdAt.toISOString(), id: last.id }) },
              }}
            >
              Older
            </ButtonLink>
          </div>
        )}
      </PageBody>
    </>
  )
}

const place = z.object({ createdAt: z.iso.datetime(), id: z.uuid() })

/** A cursor that someone made up shows the first page. */
function readCursor(cursor: string | undefined): { createdAt: Date; id: string } | undefined {
  try {
    const read = decodeCursor(cursor, place)
    return read === undefined ? undefined : { createdAt: new Date(read.createdAt), id: read.id }
  } catch {
    return undefined
  }
}
