'use client'
import { useId, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/input.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CardOutcome } from './batch-result.tsx'

export interface BatchAnswer {
  busy: boolean
  problem: string | null
  outcomes: CardOutcome[] | null
}

export interface BatchConfirmProps {
  verdict: 'approve' | 'reject'
  cards: Card[]
  answer: BatchAnswer
  onDecide: (comment: string | undefined) => void
  onClose: () => void
}

/** The one question before many are decided: each sentence once more. A rejection says why, once for all. */
export function BatchConfirm({ verdict, cards, answer, onDecide, onClose }: BatchConfirmProps) {
  const [reason, setReason] = useState('')
  const id = useId()
  const count = cards.length === 1 ? 'one action' : `${cards.length} actions`
  const rejects = verdict === 'reject'
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open && !answer.busy) onClose()
      }}
      title={rejects ? `Reject ${count}?` : `Approve ${count}?`}
      description={rejects ? 'None of them will run.' : 'Each of them runs as it was shown.'}
      foot={
        <>
          <Button
            look={rejects ? 'danger' : 'sign'}
            busy={answer.busy}
            disabled={rejects && reason.trim() === ''}
            onClick={() => onDecide(rejects ? reason.trim() : undefined)}
          >
            {rejects ? `Reject ${count}` : `Approve ${count}`}
          </Button>
          <Button look="bare" disabled={answer.busy} onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {answer.problem && <ErrorNotice title="That did not go through">{answer.problem}</ErrorNotice>}
        {rejects && (
          <Field id={id} label="Why not?" help="Everyone who asked, and the record, will show it.">
            <Textarea
              id={id}
              autoFocus
              value={reason}
              maxLength={2000}
              aria-describedby={`${id}-help`}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        )}
        <ol className="grid list-decimal gap-1 pl-5">
          {cards.map((card) => (
            <li key={card.id}>
              <VisibleText text={card.sentence} />
            </li>
          ))}
        </ol>
      </div>
    </Dialog>
  )
}
