'use client'
import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/input.tsx'

export interface RejectPanelProps {
  asker: string
  busy: boolean
  onReject: (comment: string) => void
  onClose: () => void
}

/** The reason for a no. Escape puts it away, Ctrl-Enter sends. */
export function RejectPanel({ asker, busy, onReject, onClose }: RejectPanelProps) {
  const [reason, setReason] = useState('')
  const id = useId()
  return (
    <form
      className="grid gap-3 border-t px-5 py-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        onReject(reason.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit()
      }}
    >
      <Field id={id} label="Why not?" help={`${asker} and the record will show it.`}>
        <Textarea
          id={id}
          autoFocus
          required
          value={reason}
          maxLength={2000}
          aria-describedby={`${id}-help`}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="danger" busy={busy} disabled={reason.trim() === ''}>
          Reject
        </Button>
        <Button look="bare" onClick={onClose}>
          Keep waiting
        </Button>
      </div>
    </form>
  )
}
