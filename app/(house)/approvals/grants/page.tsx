import type { Metadata } from 'next'
import { PageHeader } from '#components/frame/page-header.tsx'
import { type GrantView, listGrants } from '#lib/approvals/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../../admin/more-link.tsx'
import { NotForYou } from '../../admin/not-for-you.tsx'
import { pageOrFirst } from '../../admin/page-or-first.ts'
import { type Search, searchValue } from '../../admin/search-value.ts'
import { GrantList } from './grant-list.tsx'

export const metadata: Metadata = { title: 'Standing grants' }

const pageSize = 50

/** What runs without asking because somebody allowed it: all of it, with what it was used for. */
export default async function GrantsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  const search = await searchParams
  const header = <PageHeader title="Standing grants" back={{ href: '/approvals', label: 'approvals' }} />
  if (!can(caller, 'grant.read')) return <NotForYou />
  const page = await pageOrFirst(searchValue(search, 'cursor'), (cursor) => listGrants(getPlatform(), { limit: pageSize, cursor }))
  const mayRevoke = ({ grantedBy, revokedAt, state }: GrantView) =>
    revokedAt === null && state !== 'ended' && can(caller, 'grant.revoke', { ownerId: grantedBy.id })
  return (
    <>
      {header}
      <div className="grid max-w-[960px] gap-4 px-5 py-5">
        <p className="text-ink-2">
          What fits one of these runs without asking, and says by whom it was allowed. A grant is made from a card, with “Allow similar…”.
        </p>
        <GrantList rows={page.items.map((grant) => ({ grant, mayRevoke: mayRevoke(grant) }))} />
        <MoreLink
          pathname="/approvals/grants"
          search={search}
          next={page.nextCursor === null ? null : { cursor: page.nextCursor }}
          label="Older grants"
        />
      </div>
    </>
  )
}
