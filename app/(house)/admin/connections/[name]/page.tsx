import { CirclePause } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { ConnectionBadge } from '#components/admin/connection-badge.tsx'
import { GateLine } from '#components/admin/gate-line.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { type GateFigures, gateFigures, pauseSentence } from '#lib/actions/index.ts'
import {
  type ConnectedOperation,
  type ConnectionDetail,
  limitsOf,
  listConnections,
  type ProposedOperation,
  proposedOperations,
} from '#lib/connectors/index.ts'
import { can, listTeams } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { pausesNow } from '../../../../_pauses.ts'
import { requireCaller } from '../../../../_session.ts'
import { gateOf } from '../../gate-of.ts'
import { MoreLink } from '../../more-link.tsx'
import { NotForYou } from '../../not-for-you.tsx'
import { PauseOrResume } from '../../pauses/pause-or-resume.tsx'
import { type Search, searchValue } from '../../search-value.ts'
import { connectionHref } from '../connection-href.ts'
import { LeftOutList } from '../left-out-list.tsx'
import { AccessSection } from './access-section.tsx'
import { ConfirmAllButton, SwitchButton } from './connection-buttons.tsx'
import { limitSentences } from './limit-sentences.ts'
import { LimitsSection } from './limits-section.tsx'
import { OperationFilter } from './operation-filter.tsx'
import { type OperationRow, OperationsTable } from './operations-table.tsx'

export const metadata: Metadata = { title: 'Connection' }

const pageSize = 100
const authWords = { apiKey: 'with an API key', bearer: 'with a bearer token', basic: 'with user name and password' }

export default async function ConnectionPage({
  params,
  searchParams,
}: {
  params: Promise<{ name: string }>
  searchParams: Promise<Search>
}) {
  const caller = await requireCaller()
  if (!can(caller, 'connection.manage')) return <NotForYou />
  const platform = getPlatform()
  const [{ name }, search] = await Promise.all([params, searchParams])
  const connection = (await listConnections(platform)).find((one) => one.name === name || one.id === name)
  if (connection === undefined) notFound()
  const [proposed, gates, pauses, teams] = await Promise.all([
    proposedOperations(platform, { connectionId: connection.id }),
    gateFigures(platform),
    pausesNow(),
    listTeams(platform),
  ])
  const mine = pauses.filter((pause) => pause.connection?.id === connection.id)
  const whole = mine.find(({ scope }) => scope === 'connection')
  const query = searchValue(search, 'query') ?? ''
  const shown = Math.max(pageSize, Number(searchValue(search, 'shown')) || 0)
  const fitting = connection.operations.filter(({ operation }) =>
    `${operation.name} ${operation.title}`.toLowerCase().includes(query.toLowerCase()),
  )
  const rows = fitting.slice(0, shown).map((operation) => rowOf(operation, connection.enabled, proposed))
  const more = fitting.length > shown ? { shown: String(shown + pageSize) } : null
  return (
    <>
      <Section
        title={connection.title}
        actions={
          <span className="flex flex-wrap gap-2">
            <PauseOrResume connection={connection} pause={whole} />
            <SwitchButton id={connection.id} title={connection.title} enabled={connection.enabled} />
          </span>
        }
      >
        {mine.map((pause) => (
          <Notice key={pause.id} tone="wait" icon={CirclePause}>
            <VisibleText text={`${pauseSentence(pause)} What waits goes on in its order once that is resumed.`} />
          </Notice>
        ))}
        <Details connection={connection} gate={gates.get(connection.id)} paused={whole !== undefined} now={platform.clock.now()} />
      </Section>
      <AccessSection
        connectionId={connection.id}
        access={connection.access.map(({ team, operations }) => ({
          team,
          title: teams.find(({ name: other }) => other === team)?.title ?? team,
          operations,
        }))}
        teams={teams.map((team) => ({ name: team.name, title: team.title }))}
      />
      <LimitsSection
        connectionId={connection.id}
        limits={limitsOf(connection.settings)}
        sentences={limitSentences(connection)}
        fixed={connection.kind !== 'openapi'}
      />
      <Section
        title="Operations"
        description={`${connection.operations.length.toLocaleString('en')} can be done; ${connection.unconfirmed === 0 ? 'all are confirmed' : `${connection.unconfirmed.toLocaleString('en')} wait for someone to say what they do`}.`}
        actions={proposed.length > 0 && <ConfirmAllButton id={connection.id} count={proposed.length} />}
      >
        <OperationFilter href={connectionHref(connection)} query={query} />
        <OperationsTable connectionId={connection.id} rows={rows} fixed={connection.kind !== 'openapi'} />
        <MoreLink
          pathname={connectionHref(connection)}
          search={search}
          next={more}
          label={`Show more of ${fitting.length.toLocaleString('en')}`}
        />
      </Section>
      {connection.kind === 'openapi' && (
        <Section title="Left out" description="What of its document was not taken, and why.">
          <LeftOutList items={connection.leftOut} />
        </Section>
      )}
    </>
  )
}

function rowOf({ operation, confirmed, enabled }: ConnectedOperation, on: boolean, proposed: readonly ProposedOperation[]): OperationRow {
  const said = proposed.find(({ name }) => name === operation.name) ?? operation
  return { name: operation.name, title: operation.title, effect: said.effect, repeat: said.repeat, confirmed, enabled: on ? enabled : null }
}

interface DetailsProps {
  connection: ConnectionDetail
  gate: GateFigures | undefined
  paused: boolean
  now: Date
}

function Details({ connection, gate, paused, now }: DetailsProps) {
  const { name, baseUrl, kind, auth, hasCredential, revision, settings, createdAt } = connection
  const health: [string, ReactNode][] =
    gate === undefined ? [] : [['Health', <GateLine key="health" gate={gateOf(gate)} waiting={gate.queued} now={now.toISOString()} />]]
  const lines: [string, ReactNode][] = [
    ['State', <ConnectionBadge key="state" {...connection} paused={paused} />],
    ...health,
    [
      'Name',
      <span key="name" className="font-mono text-12">
        {name}
      </span>,
    ],
    ['Reaches', baseUrl ?? `built in: ${kind}`],
    [
      'Signs in',
      auth === null || auth.type === 'none' ? 'without' : `${authWords[auth.type]}, ${hasCredential ? 'sealed' : 'not given yet'}`,
    ],
    ['In our network', settings.allowedHosts?.join(', ') || 'no'],
    ['Revision', String(revision)],
    ['Connected', <RelativeTime key="since" at={createdAt.toISOString()} />],
  ]
  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {lines.map(([term, value]) => (
        <div key={term} className="grid grid-cols-[9rem_minmax(0,1fr)] sm:contents">
          <dt className="text-ink-3">{term}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
