import { PenLine, SearchX } from 'lucide-react'
import type { Metadata } from 'next'
import { PageHeader } from '#components/frame/page-header.tsx'
import { InboxLayout } from '#components/inbox/inbox-layout.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { NavTabs } from '#components/ui/tabs.tsx'
import { countApprovals, countedAtMost, decidedTogetherAtMost, inboxChoices, listApprovals } from '#lib/approvals/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'
import { LiveCards } from '../live-card.tsx'
import { pageId } from '../page-id.ts'
import { ApprovalList } from './approval-list.tsx'
import { cardsBeside, reviewBeside } from './cards-beside.ts'
import { filterFields, sortChoices } from './filter-fields.ts'
import { inboxRow } from './inbox-row.ts'
import {
  encodePlace,
  filtersSet,
  type InboxSearch,
  type InboxWords,
  inboxFilter,
  inboxHref,
  pageMost,
  pageSize,
  readInboxSearch,
  readPlace,
} from './inbox-search.ts'
import { InboxTools } from './inbox-tools.tsx'
import { LikeThis } from './like-this.tsx'
import { LiveReview } from './reviews/[id]/live-review.tsx'

export const metadata: Metadata = { title: 'Approvals' }

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<InboxWords> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const search = readInboxSearch(await searchParams)
  const { scope, sort, shown, from } = search
  const filter = inboxFilter(search, platform.clock.now())
  const [listed, mine, all, choices] = await Promise.all([
    listApprovals(platform, caller, { filter, sort, limit: shown, after: readPlace(from) }),
    countApprovals(platform, caller, { scope: 'mine' }),
    countApprovals(platform, caller, { scope: 'all' }),
    inboxChoices(platform, caller, scope),
  ])
  const chosen = search.card === '' ? null : pageId(search.card)
  const current = chosen ?? listed.items[0]?.id ?? null
  const cards = current === null ? [] : await cardsBeside(platform, caller, current)
  const review = current === null || cards.length > 0 ? null : await reviewBeside(platform, caller, current)
  const list = inboxHref(search, { card: '' })
  const set = filtersSet(search)
  const tabs = [
    {
      href: inboxHref({ ...search, scope: 'mine', card: '', from: '', shown: pageSize }),
      label: 'Mine',
      count: countOf(mine),
      current: scope === 'mine',
    },
    {
      href: inboxHref({ ...search, scope: 'all', card: '', from: '', shown: pageSize }),
      label: 'All',
      count: countOf(all),
      current: scope === 'all',
    },
    ...(can(caller, 'grant.read') ? [{ href: '/approvals/grants', label: 'Standing grants', current: false }] : []),
  ]
  return (
    <InboxLayout
      header={<PageHeader title="Approvals" beside={<NavTabs label="Which approvals" items={tabs} />} />}
      tools={
        (scope === 'mine' ? mine : all) > 0 || set > 0 ? (
          <InboxTools
            base={scope === 'all' ? 'scope=all' : ''}
            words={wordsOf(search)}
            query={search.query}
            sort={{ value: sort === 'due' ? '' : sort, label: 'Order', choices: sortChoices }}
            fields={filterFields(search, choices)}
            set={set - (search.query === '' ? 0 : 1)}
          />
        ) : null
      }
      list={
        listed.items.length === 0 && (cards.length > 0 || review !== null || set > 0) ? (
          <p className="px-5 py-3 text-ink-3">{set > 0 ? 'Nothing fits. Take a filter away to see more.' : 'Nothing else waits.'}</p>
        ) : (
          <ApprovalList
            key={inboxHref(search, { card: '', shown: pageSize })}
            rows={listed.items.map((approval) => inboxRow(approval, inboxHref(search, { card: approval.id })))}
            current={current}
            more={listed.next === null ? null : moreOf(search, encodePlace(listed.next))}
            togetherAtMost={decidedTogetherAtMost}
          />
        )
      }
      pane={
        cards.length > 0 ? (
          <>
            <LiveCards cards={cards} look="inbox" />
            <LikeThis card={cards.find(({ id }) => id === current)} />
          </>
        ) : review !== null ? (
          <div className="max-sm:p-4">
            <LiveReview key={review.id} review={review} />
          </div>
        ) : set > 0 ? (
          <EmptyState icon={SearchX} title="Nothing fits">
            What waits for you is not among this. Take a filter away to see more.
          </EmptyState>
        ) : (
          <EmptyState icon={PenLine} title="Nothing waits for you">
            What needs a signature comes here by itself. You can leave this page open.
          </EmptyState>
        )
      }
      current={current}
      showing={chosen === null && (listed.items.length > 0 || set > 0) ? 'list' : 'pane'}
      paneHeader={<PageHeader title="Approval" back={{ href: list, label: 'the list' }} />}
    />
  )
}

function countOf(count: number): string {
  return count >= countedAtMost ? `${countedAtMost - 1}+` : String(count)
}

/** The next hundred below these; once there are many, a page of its own. */
function moreOf(search: InboxSearch, next: string): { href: string; label: string } {
  if (search.shown < pageMost) return { href: inboxHref(search, { shown: search.shown + pageSize }), label: `Show ${pageSize} more` }
  return { href: inboxHref(search, { card: '', shown: pageSize, from: next }), label: 'Go on with the next' }
}

function wordsOf({ sort, kind, operation, connection, by, rule, risk, outside, due, query }: InboxSearch): Record<string, string> {
  return { sort: sort === 'due' ? '' : sort, kind, operation, connection, by, rule, risk, outside, due, query }
}
