'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { Answer } from '../card/card-events.ts'
import { links } from '../links.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

/** One thing that would be asked for. */
export interface PlanStep {
  id: string
  sentence: string
  changes: { path: string; label: string; before: string | null; after: string | null }[]
  warnings: string[]
  verdict: 'allow' | 'require_approval' | 'deny'
  reasons: string[]
  after: string[]
  tainted: boolean
  actionId: string | null
}

const verdictWords = {
  allow: { word: 'would run at once', tone: 'plain' },
  require_approval: { word: 'would wait for approval', tone: 'wait' },
  deny: { word: 'would be refused', tone: 'bad' },
} as const

interface PlanFrameProps {
  steps: PlanStep[]
  /** Makes these real. */
  onRequest: (ids: string[]) => Promise<Answer>
}

/** What would be done, in its order: nothing of it has happened. Each step, or all of them, can be made real. */
export function PlanFrame({ steps, onRequest }: PlanFrameProps) {
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const open = steps.filter(({ actionId, verdict }) => actionId === null && verdict !== 'deny')
  const request = async (what: string, ids: string[]) => {
    if (busy !== null) return
    setBusy(what)
    setProblem(null)
    try {
      const answer = await onRequest(ids)
      if (answer?.problem) setProblem(answer.problem)
    } catch {
      setProblem('No answer came. What was asked for shows here in a moment.')
    }
    setBusy(null)
  }
  return (
    <section aria-label="Plan" className="w-full max-w-[640px] overflow-hidden rounded-lg border border-line-2 border-dashed bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-5 pt-3.5 pb-2 text-12 text-ink-2">
        <span className="min-w-0 flex-1">A plan: nothing of this has happened</span>
        {open.length > 1 && (
          <Button
            size="small"
            look="sign"
            busy={busy === 'all'}
            disabled={busy !== null && busy !== 'all'}
            onClick={() =>
              void request(
                'all',
                open.map(({ id }) => id),
              )
            }
          >
            Ask for all {open.length}
          </Button>
        )}
      </header>
      {problem !== null && (
        <div className="px-5 pb-3">
          <ErrorNotice title="That did not go through">{problem}</ErrorNotice>
        </div>
      )}
      <ol>
        {steps.map((step) => (
          <Step key={step.id} step={step} busy={busy} onRequest={() => void request(step.id, [step.id])} first={firstOf(step, steps)} />
        ))}
      </ol>
    </section>
  )
}

function firstOf({ after }: PlanStep, steps: readonly PlanStep[]): string | null {
  return steps.find(({ id, actionId }) => after.includes(id) && actionId === null)?.sentence ?? null
}

function Step({ step, busy, onRequest, first }: { step: PlanStep; busy: string | null; onRequest: () => void; first: string | null }) {
  const { word, tone } = verdictWords[step.verdict]
  return (
    <li className="grid gap-2 border-t px-5 py-3.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
        <p className="min-w-0 flex-1 break-words font-strong text-15">
          <VisibleText text={step.sentence} />
        </p>
        <Badge tone={tone}>{word}</Badge>
      </div>
      {step.changes.length > 0 && (
        <dl className="grid gap-x-6 gap-y-0.5 text-14 sm:grid-cols-[max-content_minmax(0,1fr)]">
          {step.changes.map(({ path, label, before, after }) => (
            <div key={path} className="contents">
              <dt className="text-ink-3">{label}</dt>
              <dd className="max-h-32 overflow-y-auto break-words">
                {before !== null && (
                  <>
                    <VisibleText text={before} /> <span className="text-ink-3">→</span>{' '}
                  </>
                )}
                <VisibleText text={after ?? 'nothing'} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-12 text-ink-3">
        <VisibleText
          text={[...step.reasons, ...step.warnings, step.tainted ? 'Outside content was in sight.' : ''].filter(Boolean).join(' ')}
        />
      </p>
      <div className="flex flex-wrap items-center gap-3">
        {step.actionId !== null ? (
          <Link href={links.action(step.actionId)} className="quiet-link text-12">
            asked for: see what came of it
          </Link>
        ) : (
          step.verdict !== 'deny' && (
            <Button
              size="small"
              busy={busy === step.id}
              disabled={first !== null || (busy !== null && busy !== step.id)}
              onClick={onRequest}
              aria-label={`Ask for this: ${step.sentence}`}
            >
              Ask for this
            </Button>
          )
        )}
        {step.actionId === null && first !== null && <span className="text-12 text-ink-3">comes after “{first}”</span>}
      </div>
    </li>
  )
}
