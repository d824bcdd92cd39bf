import { ScrollText } from 'lucide-react'
import type { Metadata } from 'next'
import { Section } from '#components/frame/page-header.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { listAuditEvents, verifierKey } from '#lib/audit/index.ts'
import { can, listPeople } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { pageOrFirst } from '../page-or-first.ts'
import { type Search, searchValue } from '../search-value.ts'
import { AuditFilters } from './audit-filters.tsx'
import { auditFilter, auditSearch, eventOf } from './audit-search.ts'
import { EventList } from './event-list.tsx'
import { ExportLog } from './export-log.tsx'
import { VerifyLog } from './verify-log.tsx'

export const metadata: Metadata = { title: 'Audit' }

const pageSize = 50

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'audit.read')) return <NotForYou />
  const platform = getPlatform()
  const search = await searchParams
  const words = auditSearch(search)
  const event = eventOf(search)
  const [page, asked, people] = await Promise.all([
    pageOrFirst(searchValue(search, 'cursor'), (cursor) => listAuditEvents(platform, { ...auditFilter(words), limit: pageSize, cursor })),
    event === null ? null : listAuditEvents(platform, { event, limit: 1 }),
    listPeople(platform, { limit: 200 }),
  ])
  const mayErase = can(caller, 'audit.erase')
  const names = new Map(people.items.map(({ id, name }) => [id, name]))
  return (
    <>
      <Section
        title="Is the log whole?"
        description="Every event is recomputed and held against the checkpoints, those outside the database too."
      >
        <VerifyLog />
      </Section>
      <Section
        title="For someone outside"
        description="The log with its checkpoints and proofs as JSON Lines. docs/audit-export.md says how they fit together; a script beside it verifies them without this program."
      >
        <ExportLog filter={auditFilter(words)} verifierKey={verifierKey(platform.secrets.auditKey)} />
      </Section>
      {asked !== null && (
        <Section title="The event that was asked for">
          {asked.items.length > 0 ? (
            <EventList label="The event that was asked for" events={asked.items} names={names} marked={event} mayErase={mayErase} />
          ) : (
            <Notice tone="wait">There is no event with the id {event}. If a link brought you here, verify the log.</Notice>
          )}
        </Section>
      )}
      <Section title="Events" description="What happened, newest first. A line opens to what was recorded.">
        <AuditFilters search={words} people={people.items.map(({ id, name }) => ({ id, name }))} />
        {page.items.length > 0 ? (
          <EventList label="Events, newest first" events={page.items} names={names} mayErase={mayErase} />
        ) : (
          <EmptyState icon={ScrollText} title="Nothing fits">
            Take a filter away to see more.
          </EmptyState>
        )}
        <MoreLink
          pathname="/admin/audit"
          search={search}
          next={page.nextCursor === null ? null : { cursor: page.nextCursor }}
          label="Older"
        />
      </Section>
    </>
  )
}
