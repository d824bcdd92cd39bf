'use client'
import { PenLine } from 'lucide-react'
import { useCallback, useRef, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { ApprovalCard } from '../card/approval-card.tsx'
import { useCardKeys } from '../card/use-card-keys.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Checkbox } from '../ui/input.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import { type BatchAnswer, BatchConfirm } from './batch-confirm.tsx'
import { BatchResult, type CardOutcome } from './batch-result.tsx'

export interface BatchDecision {
  verdict: 'approve' | 'reject'
  comment?: string
  decisions: { id: string; digest: string }[]
}

export interface BatchCardsProps {
  /** Those that the reader may decide, each with its digest. */
  cards: Card[]
  /** Those that cannot be decided here, and why. */
  leftOut: { id: string; sentence: string; why: string }[]
  onDecide: (decision: BatchDecision) => Promise<{ outcomes: CardOutcome[] } | { problem: string }>
  backHref: string
}

/** Every card of a batch, whole. What is folded on one is opened before any is approved; then all are decided in one go. */
export function BatchCards({ cards, leftOut, onDecide, backHref }: BatchCardsProps) {
  // What was shown is what is decided on: a card that changes meanwhile is told as changed, not slipped in.
  const [frozen] = useState(cards)
  const [out] = useState(leftOut)
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set())
  const [folds, setFolds] = useState<Readonly<Record<string, number>>>({})
  const [asking, setAsking] = useState<'approve' | 'reject' | null>(null)
  const [answer, setAnswer] = useState<BatchAnswer>({ busy: false, problem: null, outcomes: null })
  const frame = useRef<HTMLDivElement>(null)
  const noteFolds = useCallback(
    (id: string, left: number) => setFolds((known) => (known[id] === left ? known : { ...known, [id]: left })),
    [],
  )
  const taken = frozen.filter(({ id, digest }) => !without.has(id) && digest !== null)
  const left = taken.reduce((sum, { id }) => sum + (folds[id] ?? 0), 0)
  const none = taken.length === 0
  const showFold = () => {
    const closed = [...(frame.current?.querySelectorAll<HTMLElement>('[data-fold]') ?? [])]
    closed.find((fold) => !without.has(fold.closest('[data-batch]')?.getAttribute('data-batch') ?? ''))?.focus()
  }
  const approve = () => (none ? undefined : left > 0 ? showFold() : setAsking('approve'))
  const reject = () => (none ? undefined : setAsking('reject'))
  useCardKeys(asking === null && answer.outcomes === null, { a: approve, r: reject })

  const decide = async (comment: string | undefined) => {
    if (asking === null) return
    setAnswer({ busy: true, problem: null, outcomes: null })
    const decisions = taken.map(({ id, digest }) => ({ id, digest: digest ?? '' }))
    const answered = await onDecide({ verdict: asking, ...(comment ? { comment } : {}), decisions }).catch(() => ({
      problem: 'No answer came. Some may have been decided: look at the list before you try again.',
    }))
    setAnswer({ busy: false, problem: null, outcomes: null, ...answered })
    if ('outcomes' in answered) setAsking(null)
  }

  if (answer.outcomes !== null) return <BatchResult cards={frozen} outcomes={answer.outcomes} backHref={backHref} />
  if (frozen.length === 0 && out.length === 0) {
    return (
      <EmptyState icon={PenLine} title="None of them waits for you" action={<ButtonLink href={backHref}>To the list</ButtonLink>}>
        They may have been decided meanwhile.
      </EmptyState>
    )
  }
  return (
    <div ref={frame} className="grid max-w-[640px] gap-4">
      {out.length > 0 && (
        <section aria-label="Left out" className="grid gap-1.5 rounded-lg border border-line-2 px-5 py-3.5 text-14">
          <h2 className="font-strong">Not decided here</h2>
          <ul className="grid gap-1.5">
            {out.map(({ id, sentence, why }) => (
              <li key={id} className="text-ink-2">
                <VisibleText text={sentence} className="text-ink" /> <VisibleText text={why} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <ol className="grid gap-4">
        {frozen.map((card, index) => (
          <li
            key={card.id}
            data-batch={card.id}
            className={`overflow-clip rounded-lg border border-line-2 bg-surface ${without.has(card.id) ? 'opacity-60' : ''}`}
          >
            <ApprovalCard card={card} look="inbox" inFrame={{ quiet: true, silent: true }} onFoldsLeft={noteFolds} />
            <div className="flex items-center gap-3 border-t bg-sunk px-5 py-2 text-12 text-ink-2">
              <Checkbox
                label={`Decide this one too, ${index + 1} of ${frozen.length}`}
                checked={!without.has(card.id)}
                onChange={(event) => setWithout(withOrWithout(without, card.id, !event.target.checked))}
              />
            </div>
          </li>
        ))}
      </ol>
      <footer className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 rounded-b-lg border-t bg-surface px-5 py-3.5 max-sm:bottom-[calc(56px+env(safe-area-inset-bottom))]">
        <Button look="sign" disabled={none} aria-disabled={left > 0 || undefined} onClick={approve} className="max-sm:flex-1">
          Approve {taken.length === 1 ? 'this one' : `these ${taken.length}`}… <Kbd onPen={left === 0}>a</Kbd>
        </Button>
        <Button look="bare" disabled={none} onClick={reject}>
          Reject… <Kbd>r</Kbd>
        </Button>
        <span className="min-w-0 flex-1 basis-40 text-12 text-ink-2" aria-live="polite">
          {left > 0
            ? `${left === 1 ? 'One part is' : `${left} parts are`} folded. Open ${left === 1 ? 'it' : 'them'} first: you sign all of it.`
            : 'Your signature goes on each of them by itself.'}
        </span>
      </footer>
      {asking && (
        <BatchConfirm
          verdict={asking}
          cards={taken}
          answer={answer}
          onDecide={(comment) => void decide(comment)}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === null && answer.problem && <ErrorNotice title="That did not go through">{answer.problem}</ErrorNotice>}
    </div>
  )
}

function withOrWithout(known: ReadonlySet<string>, id: string, out: boolean): ReadonlySet<string> {
  const next = new Set(known)
  if (out) next.add(id)
  else next.delete(id)
  return next
}
