'use client'
import { Bell, CornerDownRight, MessageCircleQuestion, TrendingUp, UserRoundCheck } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { Card, CardNote } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VisibleText } from '../ui/visible-text.tsx'
import type { CardEvents } from './card-events.ts'
import { NoteForm } from './note-form.tsx'
import { useCardKeys } from './use-card-keys.ts'
import { useSend } from './use-send.ts'

export interface CardNotesProps {
  card: Card
  onNote: CardEvents['onNote']
  /** Listens to q. */
  keys: boolean
}

type Panel = { kind: 'question' | 'handover' } | { kind: 'answer'; replyTo: string }

const icons = {
  question: MessageCircleQuestion,
  answer: CornerDownRight,
  handover: UserRoundCheck,
  reminder: Bell,
  escalation: TrendingUp,
} as const

/** What was said about a card while it waits, and the ways to say more: ask, answer, hand over, remind. */
export function CardNotes({ card, onNote, keys }: CardNotesProps) {
  const { items, mayAsk, handTo, mayRemind, whyNotRemind, liesWith } = card.notes
  const [panel, setPanel] = useState<Panel | null>(null)
  const { busy, problem, send } = useSend(`${items.length} ${card.status}`)
  const opener = useRef<HTMLElement | null>(null)
  const mayNote = onNote !== undefined && (mayAsk || handTo.length > 0 || mayRemind)
  const open = (next: Panel) => {
    opener.current = document.activeElement as HTMLElement | null
    setPanel(next)
  }
  const acts = useRef({ open })
  acts.current = { open }
  const shortcuts = useMemo(() => ({ q: () => acts.current.open({ kind: 'question' }) }), [])
  useCardKeys(keys && onNote !== undefined && mayAsk && panel === null, shortcuts)
  if (items.length === 0 && !mayNote) return null

  const close = () => {
    setPanel(null)
    requestAnimationFrame(() => opener.current?.focus())
  }
  const say = async (kind: CardNote['kind'], more: { text?: string; to?: string; replyTo?: string }) => {
    if (onNote === undefined || kind === 'escalation') return
    if (await send(kind, () => onNote({ id: card.id, kind, ...more }))) close()
  }
  return (
    <div className="grid gap-2.5 border-t px-5 py-3">
      {liesWith && (
        <p className="text-ink-2">
          Lies with <VisibleText text={liesWith} className="font-strong text-ink" />; others who may decide still can.
        </p>
      )}
      {items.length > 0 && (
        <ol aria-label="What was said about it" className="grid gap-2" aria-live="polite">
          {items.map((note) => (
            <li key={note.id} className={note.kind === 'answer' ? 'ms-6' : ''}>
              <Note note={note} />
              {note.mayAnswer && onNote && panel === null && (
                <Button size="small" className="ms-6 mt-1" onClick={() => open({ kind: 'answer', replyTo: note.id })}>
                  {items.some(({ replyTo }) => replyTo === note.id) ? 'Say more…' : 'Answer…'}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
      {problem && <ErrorNotice title="That did not go through">{problem}</ErrorNotice>}
      {panel !== null && (
        <NoteForm
          key={panel.kind}
          kind={panel.kind}
          asker={card.asker.name}
          people={handTo}
          busy={busy === panel.kind}
          onSend={(more) => void say(panel.kind, panel.kind === 'answer' ? { ...more, replyTo: panel.replyTo } : more)}
          onClose={close}
        />
      )}
      {panel === null && mayNote && (
        <div className="flex flex-wrap gap-x-4 gap-y-1 text-12">
          {mayAsk && (
            <Way label="Ask a question…" onClick={() => open({ kind: 'question' })}>
              {keys && <Kbd>q</Kbd>}
            </Way>
          )}
          {handTo.length > 0 && <Way label="Hand over…" onClick={() => open({ kind: 'handover' })} />}
          {mayRemind && whyNotRemind === null && (
            <Way
              label={busy === 'reminder' ? 'Reminding…' : 'Remind them'}
              disabled={busy !== null}
              onClick={() => void say('reminder', {})}
            />
          )}
          {mayRemind && whyNotRemind !== null && <span className="text-ink-3">{whyNotRemind}</span>}
        </div>
      )}
    </div>
  )
}

interface WayProps {
  label: string
  disabled?: boolean
  onClick: () => void
  /** Its key. */
  children?: ReactNode
}

function Way({ label, disabled = false, onClick, children }: WayProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="quiet-link min-h-6 text-ink-2 disabled:opacity-50 pointer-coarse:min-h-11"
    >
      {label} {children}
    </button>
  )
}

function Note({ note }: { note: CardNote }) {
  return (
    <div className="flex gap-2">
      <Icon of={icons[note.kind]} className="mt-[2.5px] text-ink-3" />
      <div className="min-w-0">
        <p className="text-12 text-ink-3">
          <Said note={note} /> · <RelativeTime at={note.at} />
        </p>
        {note.text !== '' && note.kind !== 'escalation' && (
          <p className="whitespace-pre-wrap break-words text-ink">
            <VisibleText text={note.text} />
          </p>
        )}
      </div>
    </div>
  )
}

function Said({ note: { kind, from, to } }: { note: CardNote }) {
  const who = <VisibleText text={from ?? 'The system'} className="text-ink-2" />
  const whom = <VisibleText text={to ?? (kind === 'reminder' ? 'those who are asked' : 'somebody else')} className="text-ink-2" />
  switch (kind) {
    case 'question':
      return (
        <>
          {who} asks {whom}
        </>
      )
    case 'answer':
      return <>{who} answers</>
    case 'handover':
      return (
        <>
          {who} handed it to {whom}
        </>
      )
    case 'reminder':
      return (
        <>
          {who} reminded {whom}
        </>
      )
    case 'escalation':
      return <>Nobody decided in time: others are asked as well</>
  }
}
