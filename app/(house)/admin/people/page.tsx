import type { Metadata } from 'next'
import { can, listApiKeys, listPeople, listTeams, openPasskeyResets, passkeyHolders } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { pageOrFirst } from '../page-or-first.ts'
import { type Search, searchValue } from '../search-value.ts'
import { KeysSection } from './keys-section.tsx'
import { PeopleSection } from './people-section.tsx'
import { TeamsSection } from './teams-section.tsx'

export const metadata: Metadata = { title: 'People' }

const pageSize = 50

export default async function PeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'people.manage')) return <NotForYou />
  const platform = getPlatform()
  const search = await searchParams
  const query = searchValue(search, 'query')
  const [people, keys, owners, teams] = await Promise.all([
    pageOrFirst(searchValue(search, 'cursor'), (cursor) => listPeople(platform, { limit: pageSize, query, cursor })),
    pageOrFirst(searchValue(search, 'keys'), (cursor) => listApiKeys(platform, { limit: pageSize, cursor })),
    listPeople(platform, { limit: 200 }),
    listTeams(platform),
  ])
  const ids = people.items.map(({ id }) => id)
  const [holders, resets] = await Promise.all([passkeyHolders(platform, ids, { ever: true }), openPasskeyResets(platform, ids)])
  const others = owners.items.filter(({ id, active }) => active && id !== caller.personId).map(({ id, name }) => ({ id, name }))
  return (
    <>
      <div className="grid gap-3">
        <PeopleSection
          people={people.items}
          teams={teams}
          query={query ?? ''}
          me={caller.personId}
          holders={[...holders]}
          resets={resets}
        />
        <MoreLink
          pathname="/admin/people"
          search={search}
          next={people.nextCursor === null ? null : { cursor: people.nextCursor }}
          label="More people"
        />
      </div>
      <TeamsSection teams={teams} />
      <div className="grid gap-3">
        <KeysSection keys={keys.items} owners={[{ id: caller.personId, name: caller.name }, ...others]} me={caller.personId} />
        <MoreLink
          pathname="/admin/people"
          search={search}
          next={keys.nextCursor === null ? null : { keys: keys.nextCursor }}
          label="Older keys"
        />
      </div>
    </>
  )
}
