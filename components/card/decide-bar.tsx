'use client'
import { useId, useMemo, useRef, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CardDecisionEvent, CardEvents, Send } from './card-events.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { GrantDialog } from './grant-dialog.tsx'
import { PasskeyWanted } from './passkey-wanted.tsx'
import { RejectPanel } from './reject-panel.tsx'
import { useCardKeys } from './use-card-keys.ts'

export interface DecideBarProps extends Pick<CardEvents, 'onProposeGrant' | 'onGrant'> {
  card: Card
  digest: string
  onDecide: NonNullable<CardEvents['onDecide']>
  busy: string | null
  problem: string | null
  send: Send
  /** Folds that nobody has opened yet; approval waits for them. */
  foldsLeft: number
  /** Brings the first of them into sight. */
  onShowFold: () => void
  /** Listens to a, e and r. */
  keys: boolean
  /** Another button is the one that signs. */
  quiet: boolean
  sticky: boolean
}

/** The ways to decide. Where others have given the reader's part of the agreement, what is left is to reject it. */
export function DecideBar(props: DecideBarProps) {
  const { card, digest, onDecide, busy, problem, send, foldsLeft, onShowFold, keys, quiet, sticky, onProposeGrant, onGrant } = props
  const [panel, setPanel] = useState<'reject' | 'change' | 'grant' | null>(null)
  const rejectButton = useRef<HTMLButtonElement>(null)
  const folded = card.mayDecide && foldsLeft > 0
  const foldedId = useId()

  const decide = async (what: string, more: Pick<CardDecisionEvent, 'verdict' | 'input' | 'comment'>) => {
    if (await send(what, () => onDecide({ id: card.id, digest, ...more }))) setPanel(null)
  }
  const approve = () => {
    if (folded) onShowFold()
    else if (card.stepUp !== 'enrol') void decide('approve', { verdict: 'approve' })
  }
  const acts = useRef({ approve })
  acts.current = { approve }
  const shortcuts = useMemo(
    () => ({
      ...(card.mayDecide ? { a: () => acts.current.approve() } : {}),
      r: () => setPanel('reject'),
      ...(card.editSchema ? { e: () => setPanel('change') } : {}),
    }),
    [card.editSchema, card.mayDecide],
  )
  useCardKeys(keys && panel === null && busy === null, shortcuts)

  if (panel === 'reject') {
    return (
      <RejectPanel
        asker={card.asker.name}
        busy={busy === 'reject'}
        onReject={(comment) => void decide('reject', { verdict: 'reject', comment })}
        onClose={() => {
          setPanel(null)
          requestAnimationFrame(() => rejectButton.current?.focus())
        }}
      />
    )
  }
  return (
    <div
      className={
        sticky
          ? 'border-t bg-surface px-5 py-3.5 max-sm:sticky max-sm:bottom-[calc(56px+env(safe-area-inset-bottom))] max-sm:mt-auto sm:rounded-b-lg'
          : 'border-t px-5 py-3.5'
      }
    >
      {card.stepUp === 'enrol' && <PasskeyWanted />}
      <div className="flex flex-wrap items-center gap-2">
        {card.mayDecide && (
          <Button
            look={quiet ? 'plain' : 'sign'}
            busy={busy === 'approve' || busy === 'change'}
            disabled={busy === 'reject' || card.stepUp === 'enrol'}
            aria-disabled={folded || undefined}
            aria-describedby={folded ? foldedId : undefined}
            onClick={approve}
            className="max-w-full whitespace-normal! py-1 @max-[480px]:flex-[1_0_100%]"
          >
            <VisibleText text={card.stepUp === null ? card.label : `${card.label} with passkey`} />
            {keys && <Kbd onPen={!quiet && !folded}>a</Kbd>}
          </Button>
        )}
        {card.editSchema && (
          <Button disabled={busy !== null} onClick={() => setPanel('change')} className="@max-[480px]:flex-1">
            Change… {keys && <Kbd>e</Kbd>}
          </Button>
        )}
        <Button
          ref={rejectButton}
          look="bare"
          busy={busy === 'reject'}
          disabled={busy !== null && busy !== 'reject'}
          onClick={() => setPanel('reject')}
          className="@max-[480px]:flex-1"
        >
          Reject… {keys && <Kbd>r</Kbd>}
        </Button>
        {card.mayGrant && onProposeGrant && onGrant && (
          <Button look="bare" disabled={busy !== null || folded} onClick={() => setPanel('grant')} className="@max-[480px]:flex-1">
            Allow similar…
          </Button>
        )}
        {keys && sticky && (
          <span className="ml-auto hidden items-center gap-1 text-12 text-ink-3 @lg:flex pointer-coarse:hidden!">
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> move
          </span>
        )}
      </div>
      {folded && (
        <p id={foldedId} className="mt-2 text-12 text-ink-2">
          {foldsLeft === 1 ? 'One part is folded.' : `${foldsLeft} parts are folded.`} Open {foldsLeft === 1 ? 'it' : 'them'} first: you
          sign all of it.
        </p>
      )}
      {panel === 'grant' && onProposeGrant && onGrant && (
        <GrantDialog card={card} onProposeGrant={onProposeGrant} onGrant={onGrant} onClose={() => setPanel(null)} />
      )}
      {panel === 'change' && card.editSchema && (
        <ChangeDialog
          title={card.title}
          schema={card.editSchema}
          value={card.inputValue}
          busy={busy === 'change'}
          problem={problem}
          onChange={(change) => void decide('change', { verdict: 'approve', ...change })}
          onClose={() => setPanel(null)}
        />
      )}
    </div>
  )
}
