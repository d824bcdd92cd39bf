import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Section } from '#components/frame/page-header.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { can, listTeams } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { checkPolicyDraft, listPolicyVersions, loadOrganisation, type PolicyView } from '#lib/policy/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { type Search, searchValue } from '../search-value.ts'
import type { Draft } from './draft.ts'
import { PolicyReading } from './policy-reading.tsx'
import { policyText } from './policy-text.ts'
import { policyWordsOf } from './policy-words-of.ts'
import { PolicyWorkbench } from './policy-workbench.tsx'

export const metadata: Metadata = { title: 'Policy' }

const pageSize = 20
/** Larger than any version's number: PostgreSQL's integer ends there. */
const lastVersion = 2_147_483_647

export default async function PolicyPage({ searchParams }: { searchParams: Promise<Search> }) {
  const caller = await requireCaller()
  if (!can(caller, 'system.read')) return <NotForYou />
  const platform = getPlatform()
  const search = await searchParams
  const asked = versionOf(search, 'version')
  const before = versionOf(search, 'before')
  const [[newest], [chosen], versions] = await Promise.all([
    listPolicyVersions(platform, { limit: 1 }),
    listPolicyVersions(platform, { limit: 1, ...(asked === undefined ? {} : { before: asked + 1 }) }),
    listPolicyVersions(platform, { limit: pageSize + 1, ...(before === undefined ? {} : { before }) }),
  ])
  if (newest === undefined || chosen === undefined || (asked !== undefined && chosen.version !== asked)) notFound()
  const mayChange = can(caller, 'policy.change')
  const [{ currency }, words, teams] = await Promise.all([
    loadOrganisation(platform),
    mayChange ? policyWordsOf(platform, caller) : null,
    mayChange ? listTeams(platform) : [],
  ])
  const text = policyText(chosen)
  const { tests } = checkPolicyDraft({ rules: chosen.rules, tests: chosen.tests }, [])
  const shared = { version: chosen.version, text, tests, currency }
  const shown = versions.slice(0, pageSize)
  const last = versions.length > pageSize ? shown.at(-1) : undefined
  return (
    <>
      <Section
        title={chosen.version === newest.version ? `Policy, version ${chosen.version}` : `Policy as it was, version ${chosen.version}`}
        description="The strictest verdict of all rules that match holds, and what they ask for adds up. Where no rule matches, an approver is asked."
      >
        {words === null ? (
          <>
            <Notice>You read here; an admin changes the policy.</Notice>
            <PolicyReading {...shared} policy={contentOf(chosen)} />
          </>
        ) : (
          <PolicyWorkbench
            {...shared}
            key={asked ?? 'newest'}
            newest={newest.version}
            holds={contentOf(newest)}
            words={words}
            teams={teams.map(({ name }) => name)}
          />
        )}
      </Section>
      <Section title="Versions">
        <Versions versions={shown} current={chosen.version} />
        <MoreLink
          pathname="/admin/policy"
          search={search}
          next={last === undefined ? null : { before: String(last.version) }}
          label="Older versions"
        />
      </Section>
    </>
  )
}

function contentOf({ rules, tests }: PolicyView): Draft {
  return { rules: [...rules], tests: tests as Draft['tests'] }
}

function Versions({ versions, current }: { versions: PolicyView[]; current: number }) {
  return (
    <DataTable<PolicyView>
      caption="Versions of the policy, newest first"
      rows={versions}
      rowKey={({ version }) => String(version)}
      rowHref={({ version }) => `/admin/policy?version=${version}`}
      columns={[
        { key: 'version', head: 'Version', width: 'w-32', cell: ({ version }) => (version === current ? `${version}, shown` : version) },
        { key: 'comment', head: 'Why', cell: ({ comment }) => <VisibleText text={comment} /> },
        { key: 'who', head: 'By', width: 'w-44', cell: ({ changedBy }) => changedBy?.name ?? 'the installation' },
        { key: 'when', head: 'When', width: 'w-28', align: 'end', cell: ({ changedAt }) => <RelativeTime at={changedAt.toISOString()} /> },
      ]}
    />
  )
}

function versionOf(search: Search, name: string): number | undefined {
  const value = Number(searchValue(search, name))
  return Number.isInteger(value) && value > 0 && value < lastVersion ? value : undefined
}
