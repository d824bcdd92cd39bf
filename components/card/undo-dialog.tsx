'use client'
import { useEffect, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CardEvents, UndoPlanAnswer } from './card-events.ts'
import { useSend } from './use-send.ts'

export interface UndoDialogProps {
  card: Card
  onUndo: NonNullable<CardEvents['onUndo']>
  onPlanUndo: NonNullable<CardEvents['onPlanUndo']>
  onClose: () => void
}

/** What undoing would ask for, and of whom, before anybody asks. */
export function UndoDialog({ card, onUndo, onPlanUndo, onClose }: UndoDialogProps) {
  const answer = usePlan(card.id, onPlanUndo)
  const { busy, problem, send } = useSend(card.id)
  const plan = answer !== null && 'plan' in answer ? answer.plan : null
  const unknown = answer !== null && 'problem' in answer ? answer : null
  const possible = plan === null ? unknown?.final === false : plan.verdict !== 'deny'
  const confirm = async () => {
    if (await send('undo', () => onUndo(card.id))) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Undo this?"
      description="What takes it back is an action of its own, under the same rules as any other."
      foot={
        <>
          <Button look="sign" busy={busy === 'undo'} disabled={!possible} onClick={() => void confirm()}>
            <VisibleText text={plan?.label ?? 'Undo it'} />
          </Button>
          <Button look="bare" onClick={onClose}>
            Leave it as it is
          </Button>
        </>
      }
    >
      <div className="grid gap-3" aria-live="polite">
        {answer === null && <PlanSkeleton />}
        {plan !== null && <Plan plan={plan} />}
        {unknown !== null && (
          <Notice tone="wait">
            <VisibleText text={unknown.problem} />
          </Notice>
        )}
        {problem !== null && <ErrorNotice title="It was not asked for">{problem}</ErrorNotice>}
      </div>
    </Dialog>
  )
}

function usePlan(id: string, onPlanUndo: UndoDialogProps['onPlanUndo']): UndoPlanAnswer | null {
  const [answer, setAnswer] = useState<UndoPlanAnswer | null>(null)
  // The page renders again with every change in the house: one look for each opening is enough.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the handler is made anew with each render
  useEffect(() => {
    let open = true
    onPlanUndo(id)
      .catch((): UndoPlanAnswer => ({ problem: 'What it would change could not be looked up just now.', final: false }))
      .then((plan) => open && setAnswer(plan))
    return () => {
      open = false
    }
  }, [id])
  return answer
}

function Plan({ plan }: { plan: Extract<UndoPlanAnswer, { plan: unknown }>['plan'] }) {
  const { sentence, warnings, verdict, reasons } = plan
  const why = reasons.length > 0 && (
    <>
      {' '}
      <VisibleText text={reasons.join(' ')} />
    </>
  )
  return (
    <>
      <p className="font-strong text-15">
        <VisibleText text={sentence} />
      </p>
      {warnings.length > 0 && (
        <Notice tone="wait">
          <VisibleText text={warnings.join(' ')} />
        </Notice>
      )}
      <p className="text-ink-2">
        {verdict === 'allow' && 'It runs at once; nobody else is asked.'}
        {verdict === 'require_approval' && <>It waits until someone has agreed.{why}</>}
        {verdict === 'deny' && <>The rules do not allow it.{why}</>}
      </p>
    </>
  )
}

function PlanSkeleton() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Looking up what it would change</span>
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="w-3/5" />
    </div>
  )
}
