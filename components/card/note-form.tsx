'use client'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Select, Textarea } from '../ui/input.tsx'
import { visibleString } from '../visible-text.ts'

export interface NoteFormProps {
  kind: 'question' | 'answer' | 'handover'
  /** Who asked for the action. */
  asker: string
  /** To whom it may be handed. */
  people: { id: string; name: string }[]
  busy: boolean
  onSend: (note: { text?: string; to?: string }) => void
  onClose: () => void
}

const words = {
  question: { label: 'What do you want to know?', button: 'Ask' },
  answer: { label: 'Your answer', button: 'Answer' },
  handover: { label: 'What should they know?', button: 'Hand over' },
} as const

/** One thing to say about a card. Escape puts it away, Ctrl-Enter sends. */
export function NoteForm({ kind, asker, people, busy, onSend, onClose }: NoteFormProps) {
  const [text, setText] = useState('')
  const [to, setTo] = useState(people[0]?.id ?? '')
  const id = useId()
  const handsOver = kind === 'handover'
  const { label, button } = words[kind]
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onSend({ ...(text.trim() === '' ? {} : { text: text.trim() }), ...(handsOver ? { to } : {}) })
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      {handsOver && (
        <Field id={`${id}-to`} label="To whom">
          <Select id={`${id}-to`} autoFocus value={to} onChange={(event) => setTo(event.target.value)}>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {visibleString(person.name)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field
        id={`${id}-text`}
        label={label}
        optional={handsOver}
        {...(kind === 'question' ? { help: `${visibleString(asker)} is told, and it stands in the record.` } : {})}
      >
        <Textarea
          id={`${id}-text`}
          autoFocus={!handsOver}
          required={!handsOver}
          value={text}
          maxLength={2000}
          aria-describedby={kind === 'question' ? `${id}-text-help` : undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" busy={busy} disabled={handsOver ? to === '' : text.trim() === ''}>
          {button}
        </Button>
        <Button look="bare" onClick={onClose}>
          Back
        </Button>
      </div>
    </form>
  )
}
