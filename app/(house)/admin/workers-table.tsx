import { CircleX, HeartPulse, TimerOff } from 'lucide-react'
import { Badge } from '#components/ui/badge.tsx'
import { type Column, DataTable } from '#components/ui/data-table.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { waitingTooLongMs } from '#lib/platform/pulse/index.ts'
import type { WorkerRow } from './worker-rows.ts'

const states = {
  lives: { word: 'lives', tone: 'done', icon: HeartPulse },
  late: { word: 'ended itself', tone: 'wait', icon: TimerOff },
  gone: { word: 'gone', tone: 'plain', icon: CircleX },
} as const

const columns: Column<WorkerRow>[] = [
  {
    key: 'worker',
    head: 'Worker',
    cell: ({ worker, why }) => (
      <span className="grid">
        <span className="break-all font-mono text-12">{worker}</span>
        {why !== null && <span className="text-12 text-ink-2">{why}</span>}
      </span>
    ),
  },
  { key: 'state', head: 'State', width: 'w-32', cell: (row) => <State row={row} /> },
  { key: 'attempts', head: 'Attempts', width: 'w-28', align: 'end', cell: ({ attempts }) => attempts.toLocaleString('en') },
  { key: 'not', head: 'Without success', width: 'w-36', align: 'end', cell: ({ notSucceeded }) => notSucceeded.toLocaleString('en') },
  { key: 'seen', head: 'Last seen', width: 'w-32', align: 'end', cell: ({ lastSeen }) => <RelativeTime at={lastSeen.toISOString()} /> },
]

/** Every worker of the last hour, and what it did lately. */
export function WorkersTable({ rows }: { rows: WorkerRow[] }) {
  const none = 'No worker lives: nothing is prepared, run or answered. Start one with npm start, or ask npm run doctor what is wrong.'
  return (
    <>
      {rows.every(({ state }) => state !== 'lives') && <p className="mb-3 text-bad">{none}</p>}
      <DataTable<WorkerRow>
        caption="Workers"
        rows={rows}
        rowKey={({ worker, lastSeen }) => `${worker} ${lastSeen.toISOString()}`}
        columns={columns}
        empty={<p className="text-ink-2">No worker has been seen yet.</p>}
      />
    </>
  )
}

function State({ row: { state, waitingMs } }: { row: WorkerRow }) {
  const slow = waitingMs !== null && waitingMs > waitingTooLongMs
  const { word, tone, icon } = states[state]
  return (
    <Badge tone={slow ? 'wait' : tone} icon={icon}>
      {slow ? `behind by ${Math.floor(waitingMs / 60_000)} min` : word}
    </Badge>
  )
}
