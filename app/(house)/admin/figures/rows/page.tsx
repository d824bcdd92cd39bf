import type { Metadata } from 'next'
import Link from 'next/link'
import { z } from 'zod'
import { Section } from '#components/frame/page-header.tsx'
import { links } from '#components/links.ts'
import { DataTable } from '#components/ui/data-table.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { type Ending, type FigureRow, figureRows } from '#lib/approvals/index.ts'
import { can } from '#lib/people/index.ts'
import { decodeCursor, encodeCursor, getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../../_session.ts'
import { MoreLink } from '../../more-link.tsx'
import { NotForYou } from '../../not-for-you.tsx'
import { pageOrFirst } from '../../page-or-first.ts'
import { type Search, searchValue } from '../../search-value.ts'
import { figureSearch } from '../figure-search.ts'
import { durationWords } from '../figure-words.ts'

export const metadata: Metadata = { title: 'Figures: the cards' }

const pageSize = 50
const place = z.object({ at: z.iso.datetime().transform((at) => new Date(at)), id: z.uuid() })
const words: Record<Ending, string> = { approved: 'approved', changed: 'approved with changes', rejected: 'rejected', expired: 'expired' }

/** The cards that a figure counts, the latest to end first. */
export default async function FigureRowsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'system.read')) return <NotForYou />
  const search = await searchParams
  const filter = figureSearch(search)
  const { items, more } = await pageOrFirst(searchValue(search, 'cursor'), (cursor) =>
    figureRows(getPlatform(), filter, { limit: pageSize, after: decodeCursor(cursor, place) }),
  )
  const last = items.at(-1)
  return (
    <Section
      title="The cards behind the figure"
      description={`Ended in the last ${filter.days} days, the latest first.`}
      actions={
        <Link href={`/admin/figures?days=${filter.days}`} className="quiet-link">
          All figures
        </Link>
      }
    >
      <DataTable<FigureRow>
        caption="Cards that ended, the latest first"
        rows={items}
        rowKey={({ action }) => action.id}
        rowHref={({ action }) => links.action(action.id)}
        columns={[
          { key: 'what', head: 'What', cell: ({ action }) => <VisibleText text={action.summary || action.title} /> },
          {
            key: 'ending',
            head: 'Ended',
            width: 'w-48',
            cell: ({ ending, undone }) => (undone ? `${words[ending]}, undone afterwards` : words[ending]),
          },
          { key: 'who', head: 'By', width: 'w-40', cell: ({ action }) => deciders(action.decisions) },
          { key: 'waited', head: 'After', width: 'w-24', align: 'end', cell: ({ seconds }) => durationWords(seconds) },
          { key: 'when', head: 'When', width: 'w-28', align: 'end', cell: ({ at }) => <RelativeTime at={at.toISOString()} /> },
        ]}
        empty={<p className="text-ink-2">Nothing fits. The figure may have changed since you looked.</p>}
      />
      <MoreLink
        pathname="/admin/figures/rows"
        search={search}
        next={more && last !== undefined ? { cursor: encodeCursor({ at: last.at, id: last.action.id }) } : null}
        label="Older"
      />
    </Section>
  )
}

function deciders(decisions: FigureRow['action']['decisions']): string {
  const counted = decisions.filter(({ voidedAt }) => voidedAt === null).map(({ person }) => person.name)
  return [...new Set(counted)].join(', ') || 'nobody'
}
