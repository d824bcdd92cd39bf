import { CirclePlay } from 'lucide-react'
import type { Metadata } from 'next'
import { Section } from '#components/frame/page-header.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import { countedAtMost, countHeld, type Held, liftedPauses, type Pause, pausedWords } from '#lib/actions/index.ts'
import { listConnections } from '#lib/connectors/index.ts'
import { can } from '#lib/people/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { pausesNow } from '../../../_pauses.ts'
import { requireCaller } from '../../../_session.ts'
import { NotForYou } from '../not-for-you.tsx'
import { ResumeButton } from './pause-buttons.tsx'
import { PauseForm } from './pause-form.tsx'

export const metadata: Metadata = { title: 'Pauses' }

/** How many standing pauses are shown with their counts, and how many that were lifted. */
const shown = 100
const lately = 20

export default async function PausesPage() {
  const caller = await requireCaller()
  if (!can(caller, 'system.read')) return <NotForYou />
  const platform = getPlatform()
  const mayPause = can(caller, 'actions.pause')
  const [standing, lifted, connections] = await Promise.all([
    pausesNow(),
    liftedPauses(platform, lately),
    mayPause ? listConnections(platform) : [],
  ])
  const rows = await Promise.all(standing.slice(0, shown).map(async (pause) => ({ pause, held: await countHeld(platform, pause) })))
  return (
    <>
      <Section title="Paused now" description="Nothing of this is sent until it is resumed. What waits keeps its place; approvals go on.">
        <PausedNow rows={rows} mayResume={mayPause} />
      </Section>
      {mayPause && (
        <Section title="Pause" description="At once, for everyone. What is under way at that moment is not called back.">
          <PauseForm
            connections={connections.map(({ name, title, operations }) => ({
              name,
              title,
              operations: operations.map(({ operation }) => ({ name: operation.name, title: operation.title })),
            }))}
          />
        </Section>
      )}
      {lifted.length > 0 && (
        <Section title="Resumed lately">
          <Resumed pauses={lifted} />
        </Section>
      )}
    </>
  )
}

interface PausedRow {
  pause: Pause
  held: Held
}

function PausedNow({ rows, mayResume }: { rows: PausedRow[]; mayResume: boolean }) {
  return (
    <DataTable<PausedRow>
      caption="What is paused, the widest first"
      rows={rows}
      rowKey={({ pause }) => pause.id}
      columns={[
        { key: 'what', head: 'What', width: 'w-52', cell: ({ pause }) => <What pause={pause} /> },
        { key: 'why', head: 'Why', cell: ({ pause }) => <VisibleText text={pause.reason} /> },
        { key: 'who', head: 'Paused by', width: 'w-40', cell: ({ pause }) => pause.pausedBy.name },
        { key: 'since', head: 'Since', width: 'w-28', cell: ({ pause }) => <RelativeTime at={pause.pausedAt.toISOString()} /> },
        { key: 'held', head: 'Behind it', width: 'w-32', cell: ({ held }) => <Behind held={held} /> },
        ...(mayResume
          ? [
              {
                key: 'resume',
                head: '',
                width: 'w-28',
                align: 'end' as const,
                cell: ({ pause }: PausedRow) => <ResumeButton id={pause.id} what={pausedWords(pause)} size="small" />,
              },
            ]
          : []),
      ]}
      empty={
        <EmptyState icon={CirclePlay} title="Nothing is paused">
          Actions run as the policy allows.
        </EmptyState>
      }
    />
  )
}

function Behind({ held: { queued, running } }: { held: Held }) {
  const count = queued >= countedAtMost ? `${countedAtMost.toLocaleString('en')} or more` : queued.toLocaleString('en')
  return (
    <>
      {count} {queued === 1 ? 'action' : 'actions'}
      {running > 0 && <span className="text-ink-3"> · {running.toLocaleString('en')} still under way</span>}
    </>
  )
}

function Resumed({ pauses }: { pauses: Pause[] }) {
  return (
    <DataTable<Pause>
      caption="What was paused and goes on again, the latest first"
      rows={pauses}
      rowKey={({ id }) => id}
      columns={[
        { key: 'what', head: 'What', width: 'w-52', cell: (pause) => <What pause={pause} /> },
        {
          key: 'why',
          head: 'Paused',
          cell: ({ pausedBy, reason }) => (
            <span className="text-ink-2">
              {pausedBy.name}: “<VisibleText text={reason} />”
            </span>
          ),
        },
        {
          key: 'lifted',
          head: 'Resumed',
          cell: ({ lifted }) => (
            <span className="text-ink-2">
              {lifted?.by.name}: “<VisibleText text={lifted?.reason ?? ''} />”
            </span>
          ),
        },
        {
          key: 'when',
          head: 'When',
          width: 'w-28',
          align: 'end',
          cell: ({ lifted, pausedAt }) => <RelativeTime at={(lifted?.at ?? pausedAt).toISOString()} />,
        },
      ]}
    />
  )
}

function What({ pause }: { pause: Pause }) {
  if (pause.scope === 'everything') return 'Everything'
  return <span className={pause.scope === 'operation' ? 'break-all font-mono text-12' : 'break-words'}>{pausedWords(pause)}</span>
}
