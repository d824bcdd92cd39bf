import { PenLine } from 'lucide-react'
import type { Metadata } from 'next'
import { PageHeader } from '#components/frame/page-header.tsx'
import { InboxLayout } from '#components/inbox/inbox-layout.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { NavTabs } from '#components/ui/tabs.tsx'
import { getAction, listActions, policyOf } from '#lib/actions/index.ts'
import { countApprovals, listApprovals } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import { getPlatform, type Platform } from '#lib/platform/index.ts'
import { requireCaller } from '../../_session.ts'
import { LiveCards } from '../live-card.tsx'
import { pageId } from '../page-id.ts'
import { ApprovalList } from './approval-list.tsx'
import { inboxRow } from './inbox-row.ts'

export const metadata: Metadata = { title: 'Approvals' }

/** How many rows one page of the inbox holds. */
const pageSize = 100
/** How far back among its conversation's actions the others of a card's turn are looked for. */
const bundleLimit = 50

interface Search {
  scope?: string
  card?: string
  shown?: string
}

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  const platform = getPlatform()
  const { scope: asked, card: cardId, shown } = await searchParams
  const scope = asked === 'all' ? 'all' : 'mine'
  const limit = Math.min(1_000, Math.max(pageSize, Number(shown) || pageSize))
  const [listed, mine, all] = await Promise.all([
    listApprovals(platform, caller, { filter: { scope }, limit }),
    countApprovals(platform, caller, { scope: 'mine' }),
    countApprovals(platform, caller, { scope: 'all' }),
  ])
  const current = (cardId === undefined ? null : pageId(cardId)) ?? listed.items[0]?.id ?? null
  const href = (id: string) => `/approvals?scope=${scope}&card=${id}`
  const cards = current === null ? [] : await cardsBeside(platform, caller, current)
  const tabs = [
    { href: '/approvals', label: 'Mine', count: mine, current: scope === 'mine' },
    { href: '/approvals?scope=all', label: 'All', count: all, current: scope === 'all' },
    ...(can(caller, 'grant.read') ? [{ href: '/approvals/grants', label: 'Standing grants', current: false }] : []),
  ]
  return (
    <InboxLayout
      header={<PageHeader title="Approvals" beside={<NavTabs label="Which approvals" items={tabs} />} />}
      list={
        listed.items.length === 0 && cards.length > 0 ? (
          <p className="px-5 py-3 text-ink-3">Nothing else waits.</p>
        ) : (
          <ApprovalList
            rows={listed.items.map((approval) => inboxRow(approval, href(approval.id)))}
            current={current}
            left={listed.next === null ? 0 : (scope === 'mine' ? mine : all) - listed.items.length}
            next={`/approvals?scope=${scope}&shown=${limit + pageSize}`}
          />
        )
      }
      pane={
        cards.length > 0 ? (
          <LiveCards cards={cards} look="inbox" />
        ) : (
          <EmptyState icon={PenLine} title="Nothing waits for you">
            What needs a signature comes here by itself. You can leave this page open.
          </EmptyState>
        )
      }
      showing={cardId === undefined && listed.items.length > 0 ? 'list' : 'pane'}
      paneHeader={<PageHeader title="Approval" back={{ href: `/approvals?scope=${scope}`, label: 'the list' }} />}
    />
  )
}

/** The chosen card and what else its turn asked people for: decided together, and read together afterwards. */
async function cardsBeside(platform: Platform, caller: Caller, id: string) {
  const chosen = await getAction(platform, { actionId: id, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) return null
    throw error
  })
  if (chosen === null) return []
  const { conversationId, turnId } = chosen
  const { items } = conversationId === null ? { items: [] } : await listActions(platform, caller, { conversationId, limit: bundleLimit })
  const siblings = items.filter((row) => row.turnId === turnId && row.id !== id && policyOf(row)?.verdict === 'require_approval')
  return cardsOf(
    platform,
    caller,
    [chosen, ...siblings].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
}
