'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { RefusalNotice } from '../admin/refusal-notice.tsx'
import { SelectField, TextField } from '../admin/text-field.tsx'
import { useCommand } from '../admin/use-command.ts'
import { delegate } from './commands.ts'

/** Who stands in, and until when. Times are of this browser's zone. */
export function DelegationDialog({ colleagues, onClose }: { colleagues: { id: string; name: string }[]; onClose: () => void }) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const text = (name: string) => String(data.get(name) ?? '')
    const time = (name: string) => (text(name) === '' ? undefined : new Date(text(name)))
    const done = await run(() =>
      delegate({ toId: text('toId'), startsAt: time('startsAt'), endsAt: time('endsAt'), reason: text('reason') || undefined }),
    )
    if (done !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Let somebody stand in for you"
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Let them decide for me
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['toId', 'startsAt', 'endsAt', 'reason']} />
        <SelectField label="Who decides for you" name="toId" defaultValue={colleagues[0]?.id} error={errorOf('toId')}>
          {colleagues.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="From"
          name="startsAt"
          type="datetime-local"
          help="Without it: from now on."
          error={errorOf('startsAt')}
          optional
        />
        <TextField label="Until" name="endsAt" type="datetime-local" help="At most 90 days." error={errorOf('endsAt')} />
        <TextField label="Why" name="reason" autoComplete="off" maxLength={500} error={errorOf('reason')} optional />
      </form>
    </Dialog>
  )
}
