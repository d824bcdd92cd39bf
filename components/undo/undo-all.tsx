'use client'
import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import type { CardEvents } from '../card/card-events.ts'
import { useSend } from '../card/use-send.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { VisibleText } from '../ui/visible-text.tsx'

export interface UndoAllProps {
  turnId: string
  /** The turn's cards. */
  cards: readonly Card[]
  onUndoAll: (turnId: string) => ReturnType<NonNullable<CardEvents['onUndo']>>
}

/** One quiet control for a turn that did two or more things that can be taken back; nothing for any other. */
export function UndoAll({ turnId, cards, onUndoAll }: UndoAllProps) {
  const [open, setOpen] = useState(false)
  const undoable = cards.filter(({ mayUndo }) => mayUndo).toSorted((a, b) => ((a.settledAt ?? '') < (b.settledAt ?? '') ? 1 : -1))
  const staying = cards.filter(({ status, whyNotUndo }) => status === 'succeeded' && whyNotUndo !== null)
  if (undoable.length < 2) return null
  return (
    <div className="-mt-2">
      <Button look="bare" size="small" onClick={() => setOpen(true)}>
        <Icon of={Undo2} size={14} /> Undo all of this…
      </Button>
      {open && <Confirm turnId={turnId} undoable={undoable} staying={staying} onUndoAll={onUndoAll} onClose={() => setOpen(false)} />}
    </div>
  )
}

interface ConfirmProps {
  turnId: string
  undoable: readonly Card[]
  staying: readonly Card[]
  onUndoAll: UndoAllProps['onUndoAll']
  onClose: () => void
}

function Confirm({ turnId, undoable, staying, onUndoAll, onClose }: ConfirmProps) {
  const { busy, problem, send } = useSend(turnId)
  const confirm = async () => {
    if (await send('undo', () => onUndoAll(turnId))) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Undo all of this?"
      description="The newest first, each as an action of its own under the usual rules. The first that does not go through stops the rest."
      foot={
        <>
          <Button look="sign" busy={busy === 'undo'} onClick={() => void confirm()}>
            Undo {undoable.length} actions
          </Button>
          <Button look="bare" onClick={onClose}>
            Leave it as it is
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <ol className="grid list-decimal gap-1 ps-5">
          {undoable.map((card) => (
            <li key={card.id}>
              <VisibleText text={card.sentence} />
            </li>
          ))}
        </ol>
        {staying.length > 0 && (
          <div>
            <p className="font-strong text-bad">This stays</p>
            <ul className="grid gap-1">
              {staying.map((card) => (
                <li key={card.id}>
                  <VisibleText text={card.sentence} /> <span className="text-ink-2">{card.whyNotUndo}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {problem !== null && <ErrorNotice title="That did not go through">{problem}</ErrorNotice>}
      </div>
    </Dialog>
  )
}
