import { PlugZap } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { GateLine } from '#components/admin/gate-line.tsx'
import { Tile } from '#components/admin/tile.tsx'
import { Section } from '#components/frame/page-header.tsx'
import { links } from '#components/links.ts'
import { agoWords } from '#components/time-words.ts'
import { DataTable } from '#components/ui/data-table.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { StatusChip } from '#components/ui/status-chip.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import {
  type ActionFigures,
  type ActionRow,
  actionFigures,
  listActions,
  type OpenGate,
  openGates,
  statusOf,
  workerFigures,
} from '#lib/actions/index.ts'
import { modelLabel } from '#lib/models/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { readPulses } from '#lib/platform/pulse/index.ts'
import { requireCaller } from '../../_session.ts'
import { connectionHref } from './connections/connection-href.ts'
import { gateOf } from './gate-of.ts'
import { NotForYou } from './not-for-you.tsx'
import { workerRows } from './worker-rows.ts'
import { WorkersTable } from './workers-table.tsx'

export const metadata: Metadata = { title: 'Admin' }

/** How many of each kind "what needs a look" shows. */
const listed = 10

export default async function OverviewPage() {
  const caller = await requireCaller()
  if (!can(caller, 'system.read')) return <NotForYou />
  const platform = getPlatform()
  const [figures, attempts, pulses, unknown, failed, gates] = await Promise.all([
    actionFigures(platform),
    workerFigures(platform),
    readPulses(platform),
    listActions(platform, caller, { status: 'outcome_unknown', limit: listed }),
    listActions(platform, caller, { status: 'failed', limit: listed }),
    openGates(platform),
  ])
  return (
    <>
      <NotAnswering gates={gates} now={platform.clock.now()} />
      <Section title="Actions now" description={`Answers come from: ${modelLabel(platform)}.`}>
        <Tiles figures={figures} now={platform.clock.now()} />
      </Section>
      <Section title="What needs a look" description="The latest whose outcome is unknown, then the latest that failed.">
        <NeedsALook rows={[...unknown.items, ...failed.items]} />
      </Section>
      <Section title="Workers" description="Who is at work, with the latest 1,000 attempts.">
        <WorkersTable rows={workerRows(pulses, attempts, platform.clock.now())} />
      </Section>
    </>
  )
}

/** One line for each connection whose breaker is open: what waits there waits for the other side. */
function NotAnswering({ gates, now }: { gates: OpenGate[]; now: Date }) {
  if (gates.length === 0) return null
  return (
    <Notice tone="wait" icon={PlugZap}>
      <ul className="grid gap-1">
        {gates.slice(0, listed).map((gate) => (
          <li key={gate.connectionId}>
            <Link href={connectionHref({ id: gate.connectionId, name: gate.name })} className="quiet-link font-strong">
              {gate.title}
            </Link>
            {': '}
            <GateLine gate={gateOf(gate)} now={now.toISOString()} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Tiles({ figures, now }: { figures: ActionFigures; now: Date }) {
  const { oldestQueuedAt, changedToday } = figures
  const line = oldestQueuedAt === null ? 'nothing waits in line' : `the oldest: ${agoWords(oldestQueuedAt, now, 'UTC')}`
  const tile = (status: string) => `${links.actions}?status=${status}`
  const count = (value: number) => value.toLocaleString('en')
  return (
    <div className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <Tile label="Waiting for a person" value={count(figures.awaitingApproval)} href={tile('awaiting_approval')} />
      <Tile label="Running now" value={count(figures.running)} href={tile('running')} />
      <Tile label="Next in line" value={count(figures.queued)} detail={line} href={tile('queued')} />
      <Tile
        label="Outcome unknown"
        value={count(figures.outcomeUnknown)}
        {...(figures.outcomeUnknown > 0 ? { tone: 'wait' as const, detail: 'a person has to say' } : {})}
        href={tile('outcome_unknown')}
      />
      <Tile
        label="Failed in 24 h"
        value={count(figures.failedToday)}
        {...(figures.failedToday > 0 ? { tone: 'bad' as const } : {})}
        href={tile('failed')}
      />
      <Tile
        label="Done in 24 h"
        value={count(figures.succeededToday)}
        detail={`${count(changedToday)} changed something`}
        href={tile('succeeded')}
      />
    </div>
  )
}

function NeedsALook({ rows }: { rows: ActionRow[] }) {
  return (
    <DataTable<ActionRow>
      caption="Actions that need a look"
      rows={rows}
      rowKey={(row) => row.id}
      rowHref={(row) => links.action(row.id)}
      columns={[
        { key: 'what', head: 'What', cell: (row) => <VisibleText text={row.summary || row.title} /> },
        { key: 'status', head: 'State', width: 'w-32', cell: (row) => <StatusChip status={statusOf(row)} /> },
        { key: 'why', head: 'What was seen', cell: (row) => <VisibleText text={messageOf(row.error)} className="text-ink-2" /> },
        { key: 'where', head: 'System', width: 'w-32', wideOnly: true, cell: (row) => row.connection.title },
        {
          key: 'when',
          head: 'When',
          width: 'w-28',
          align: 'end',
          cell: (row) => <RelativeTime at={(row.settledAt ?? row.createdAt).toISOString()} />,
        },
      ]}
      empty={<p className="text-ink-2">Nothing. What fails, or ends without anyone knowing how, stands here.</p>}
    />
  )
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown }
  return typeof message === 'string' ? message : ''
}
