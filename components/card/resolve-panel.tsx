'use client'
import { Check, RotateCcw, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { Card } from '#lib/faces/card-data.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Textarea } from '../ui/input.tsx'
import type { CardResolveEvent } from './card-events.ts'

export interface ResolvePanelProps {
  card: Card
  busy: string | null
  onResolve: (outcome: CardResolveEvent['outcome'], comment: string) => void
}

const choices = [
  { outcome: 'succeeded', icon: Check, title: 'It happened', means: 'Closes it as done. Nothing is sent again.' },
  { outcome: 'failed', icon: X, title: 'It did not happen', means: 'Closes it as failed. Nothing is sent again.' },
  { outcome: 'run_again', icon: RotateCcw, title: 'Run it again', means: 'Sends it once more. If it did happen, it may happen twice.' },
] as const

/** Nobody saw how it ended: a person looks in the other system and says. */
export function ResolvePanel({ card, busy, onResolve }: ResolvePanelProps) {
  const [comment, setComment] = useState('')
  const [asked, setAsked] = useState(false)
  const id = useId()
  const missing = asked && comment.trim() === ''
  return (
    <div className="grid gap-3 border-t px-5 py-3.5">
      <Field
        id={id}
        label="What did you find?"
        help="Look in the other system first. The record keeps your words."
        error={missing ? 'Say how you know.' : null}
      >
        <Textarea
          id={id}
          value={comment}
          maxLength={2000}
          aria-invalid={missing || undefined}
          aria-describedby={missing ? `${id}-help ${id}-error` : `${id}-help`}
          onChange={(event) => setComment(event.target.value)}
        />
      </Field>
      <div className="grid gap-2 @md:grid-cols-3">
        {choices.map((choice) => (
          <Button
            key={choice.outcome}
            busy={busy === choice.outcome}
            className="h-auto flex-col items-start! justify-start! gap-0.5! whitespace-normal! py-2 text-start"
            onClick={() => {
              setAsked(true)
              if (comment.trim() !== '') onResolve(choice.outcome, comment.trim())
              else document.getElementById(id)?.focus()
            }}
          >
            <span className="flex items-center gap-2">
              <Icon of={choice.icon} />
              {choice.title}
            </span>
            <span className="font-normal text-12 text-ink-2">{choice.means}</span>
          </Button>
        ))}
      </div>
      {card.attempts > 0 && <p className="text-12 text-ink-3">Sent {card.attempts === 1 ? 'once' : `${card.attempts} times`} so far.</p>}
    </div>
  )
}
