import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { z } from 'zod'
import { Section } from '#components/frame/page-header.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { getAction, listActions, policyOf, shadowOutcomes } from '#lib/actions/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { type Caller, can, listTeams } from '#lib/people/index.ts'
import { getPlatform, type Platform } from '#lib/platform/index.ts'
import {
  changeOperation,
  checkPolicyDraft,
  listPolicyVersions,
  loadOrganisation,
  openSuggestions,
  type PolicyView,
  testFromVerdict,
} from '#lib/policy/index.ts'
import { requireCaller } from '../../../_session.ts'
import { MoreLink } from '../more-link.tsx'
import { NotForYou } from '../not-for-you.tsx'
import { type Search, searchValue } from '../search-value.ts'
import { PolicyReading } from './policy-reading.tsx'
import { policyText } from './policy-text.ts'
import { policyWordsOf } from './policy-words-of.ts'
import { PolicyWorkbench } from './policy-workbench.tsx'
import { ShadowPanel } from './shadow-panel.tsx'
import { contentOf, VersionDifference, VersionTable, WaitingChanges } from './version-history.tsx'

export const metadata: Metadata = { title: 'Policy' }

const pageSize = 20
const shadowDays = 14
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
  const [{ currency }, words, teams, against, shadows, made, suggestions, waiting] = await Promise.all([
    loadOrganisation(platform),
    mayChange ? policyWordsOf(platform, caller) : null,
    mayChange ? listTeams(platform) : [],
    versionBefore(platform, chosen, versionOf(search, 'against')),
    shadowOutcomes(platform, { days: shadowDays, limit: 20 }),
    mayChange ? testOfAction(platform, caller, searchValue(search, 'test'), chosen) : null,
    mayChange ? openSuggestions(platform, { caller }) : [],
    listActions(platform, caller, { operation: changeOperation, status: 'awaiting_approval', limit: 10 }),
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
            made={made}
            suggestions={suggestions.map(({ evidence: { actionIds }, ...suggestion }) => ({ ...suggestion, actionIds }))}
          />
        )}
      </Section>
      <Section title="Rules that only record" description={`What they would have said in the last ${shadowDays} days.`}>
        <ShadowPanel outcomes={shadows} recording={chosen.rules.filter(({ shadow }) => shadow === true).length} />
      </Section>
      {against !== null && (
        <Section title={`What is different in version ${chosen.version}`}>
          <VersionDifference shown={chosen} against={against} versions={versions.map(({ version }) => version)} currency={currency} />
        </Section>
      )}
      <Section title="Versions">
        <WaitingChanges waiting={waiting.items} />
        <VersionTable versions={shown} current={chosen.version} />
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

/** What the version is held against: the one asked for, else the one before it. */
async function versionBefore(platform: Platform, shown: PolicyView, asked: number | undefined): Promise<PolicyView | null> {
  const wanted = asked !== undefined && asked !== shown.version ? asked : shown.version - 1
  const [found] = await listPolicyVersions(platform, { limit: 1, before: wanted + 1 })
  return found?.version === wanted ? found : null
}

/** A test that is made of the action that the address names; null where nobody may see it, or its facts are gone. */
async function testOfAction(platform: Platform, caller: Caller, actionId: string | undefined, { rules }: PolicyView) {
  if (actionId === undefined || !z.uuid().safeParse(actionId).success) return null
  const row = await getAction(platform, { actionId, caller }).catch((error: unknown) => {
    if (isAppError(error, 'not_found')) return null
    throw error
  })
  const policy = row === null ? null : policyOf(row)
  return row === null || policy === null ? null : testFromVerdict({ ...policy, name: row.summary === '' ? row.title : row.summary }, rules)
}

function versionOf(search: Search, name: string): number | undefined {
  const value = Number(searchValue(search, name))
  return Number.isInteger(value) && value > 0 && value < lastVersion ? value : undefined
}
