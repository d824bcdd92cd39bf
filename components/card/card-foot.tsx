'use client'
import { RotateCcw, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorNotice, Notice } from '../ui/notice.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CardEvents } from './card-events.ts'
import { DecideBar } from './decide-bar.tsx'
import { Outcome } from './outcome.tsx'
import { ResolvePanel } from './resolve-panel.tsx'
import { Signatures } from './signatures.tsx'
import { UndoDialog } from './undo-dialog.tsx'
import { UndoState } from './undo-lines.tsx'
import { useSend } from './use-send.ts'
import { WaitingBar } from './waiting-bar.tsx'

export interface CardFootProps extends CardEvents {
  card: Card
  keys: boolean
  quiet: boolean
  sticky: boolean
  /** The frame around says what it waits for. */
  silent: boolean
  foldsLeft: number
  onShowFold: () => void
}

/** What can be done with the card now, or how it ended: one foot for each state. */
export function CardFoot(props: CardFootProps) {
  const { card, onCancel, onRetry, onResolve, onDecide, onUndo, onPlanUndo } = props
  const [undoing, setUndoing] = useState(false)
  const { busy, problem, send } = useSend(`${card.status} ${card.digest} ${card.decisions.length}`)
  const withdraw = card.mayCancel && onCancel ? () => void send('cancel', () => onCancel(card.id)) : undefined
  const unsettled = card.settledAt === null && isUnderWay(card.status)
  return (
    <>
      {problem && (
        <div className="px-5 pb-3">
          <ErrorNotice title="That did not go through">{problem}</ErrorNotice>
        </div>
      )}
      {(card.decisions.length > 0 || !unsettled) && card.status !== 'outcome_unknown' && (
        <div className="grid gap-3 border-t px-5 py-3.5">
          <Signatures decisions={card.decisions} />
          {!unsettled && (
            <Outcome
              card={card}
              actions={
                <>
                  {card.mayRetry && onRetry && (
                    <Button busy={busy === 'retry'} onClick={() => void send('retry', () => onRetry(card.id))}>
                      <Icon of={RotateCcw} /> Ask again
                    </Button>
                  )}
                  {card.mayUndo && onUndo && onPlanUndo && (
                    <Button onClick={() => setUndoing(true)}>
                      <Icon of={Undo2} /> Undo…
                    </Button>
                  )}
                </>
              }
            />
          )}
          <UndoState card={card} />
          {undoing && onUndo && onPlanUndo && (
            <UndoDialog card={card} onUndo={onUndo} onPlanUndo={onPlanUndo} onClose={() => setUndoing(false)} />
          )}
        </div>
      )}
      {card.status === 'awaiting_approval' && card.mayReject && card.digest && onDecide && (
        <DecideBar {...props} onDecide={onDecide} digest={card.digest} busy={busy} problem={problem} send={send} />
      )}
      {unsettled && !card.mayDecide && !props.silent && <WaitingBar card={card} onWithdraw={withdraw} busy={busy === 'cancel'} />}
      {card.status === 'outcome_unknown' && (
        <>
          <div className="grid gap-3 border-t px-5 py-3.5">
            <Signatures decisions={card.decisions} />
            <Notice tone="wait">
              <p className="font-strong">Nobody knows whether it happened</p>
              {card.known && <VisibleText text={card.known} className="text-ink-2" />}
            </Notice>
            {!card.mayResolve && <p className="text-ink-2">{card.whyNot ?? 'An approver looks in the other system and says.'}</p>}
          </div>
          {card.mayResolve && onResolve && (
            <ResolvePanel
              card={card}
              busy={busy}
              onResolve={(outcome, comment) => void send(outcome, () => onResolve({ id: card.id, outcome, comment }))}
            />
          )}
        </>
      )}
    </>
  )
}

function isUnderWay(status: Card['status']): boolean {
  return status === 'requested' || status === 'awaiting_approval' || status === 'queued' || status === 'running'
}
