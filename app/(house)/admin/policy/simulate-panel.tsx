'use client'

import { useState } from 'react'
import { links } from '#components/links.ts'
import { Button } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { Simulation } from '#lib/policy/index.ts'
import type { Refusal } from '../answered.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { SelectField } from '../text-field.tsx'
import { simulate } from './commands.ts'
import { verdictWords } from './rule-words.ts'

const samples = [100, 1_000, 10_000]
const shown = 100

/** What the draft would have said of real actions, before it says anything. */
export function SimulatePanel({ text }: { text: string }) {
  const [sample, setSample] = useState(1_000)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [tried, setTried] = useState<{ text: string; simulation: Simulation } | null>(null)
  const run = async () => {
    setBusy(true)
    setRefusal(null)
    const answered = await simulate({ text, sample }).catch(
      (): Refusal => ({ problem: 'No answer came. Nothing was changed; try again.', errors: [] }),
    )
    if ('problem' in answered) setRefusal(answered)
    else setTried({ text, simulation: answered.made })
    setBusy(false)
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="text-ink-2">
        Real actions are judged once more: by the rules that hold, and by your draft. Nothing is changed and nothing is sent.
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-48">
          <SelectField label="On the latest" value={sample} onChange={(event) => setSample(Number(event.target.value))}>
            {samples.map((count) => (
              <option key={count} value={count}>
                {count.toLocaleString('en')} actions
              </option>
            ))}
          </SelectField>
        </div>
        <Button busy={busy} onClick={run}>
          Try the draft
        </Button>
      </div>
      <RefusalNotice refusal={refusal} />
      <div role="status" className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {tried !== null && tried.text !== text && <Notice tone="wait">The draft was changed since; this is what it said before.</Notice>}
        {tried !== null && <Result simulation={tried.simulation} />}
      </div>
    </div>
  )
}

type Count = Simulation['counts'][number]
type Change = Simulation['changes'][number]

function Result({ simulation: { sampled, changed, counts, changes, notes } }: { simulation: Simulation }) {
  return (
    <>
      <p className="font-strong">
        {changed === 0 ? 'No verdict' : changed === 1 ? 'One verdict' : `${changed.toLocaleString('en')} verdicts`} of{' '}
        {sampled.toLocaleString('en')} would be another.
      </p>
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
      {counts.length > 0 && (
        <DataTable<Count>
          caption="Verdicts, as they are and as they would be"
          rows={counts}
          rowKey={({ from, to }) => `${from} ${to}`}
          columns={[
            { key: 'from', head: 'By the rules that hold', cell: ({ from }) => verdictWords[from] },
            {
              key: 'to',
              head: 'By the draft',
              cell: ({ from, to }) => <span className={from === to ? '' : 'font-strong'}>{verdictWords[to]}</span>,
            },
            { key: 'actions', head: 'Actions', width: 'w-24', align: 'end', cell: ({ actions }) => actions.toLocaleString('en') },
          ]}
        />
      )}
      {changes.length > 0 && (
        <DataTable<Change>
          caption="Actions whose verdict would be another, newest first"
          rows={changes.slice(0, shown)}
          rowKey={({ actionId }) => actionId}
          rowHref={({ actionId }) => links.action(actionId)}
          columns={[
            {
              key: 'action',
              head: 'Another verdict for',
              cell: ({ summary, operation }) => <VisibleText text={summary === '' ? operation : summary} />,
            },
            { key: 'operation', head: 'Operation', cell: ({ operation }) => <code className="font-mono text-12">{operation}</code> },
            {
              key: 'verdict',
              head: 'Verdict',
              width: 'w-64',
              cell: ({ from, to }) => `${verdictWords[from]}, would be ${verdictWords[to]}`,
            },
          ]}
        />
      )}
      {changed > shown && (
        <p className="text-12 text-ink-3">
          The newest {shown} of {changed.toLocaleString('en')} are listed.
        </p>
      )}
    </>
  )
}
