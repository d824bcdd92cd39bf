'use client'

import { type FormEvent, useId } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import type { Effect, Repeat } from '#lib/core/effect.ts'
import { RefusalNotice } from '../../refusal-notice.tsx'
import { SelectField } from '../../text-field.tsx'
import { useCommand } from '../../use-command.ts'
import { confirm } from '../commands.ts'
import type { OperationRow } from './operations-table.tsx'

const effectWords: Record<Effect, string> = {
  read: 'read: changes nothing',
  write: 'write: can be undone or corrected',
  irreversible: 'irreversible: cannot be undone',
}
const repeatWords: Record<Repeat, string> = {
  idempotent: 'idempotent: it takes our key and does it once',
  harmless: 'harmless: doing it twice changes nothing more',
  never: 'never: a second request does it a second time',
}

interface OperationDialogProps {
  connectionId: string
  row: OperationRow
  onClose: () => void
}

/** An admin says what an operation does. */
export function OperationDialog({ connectionId, row, onClose }: OperationDialogProps) {
  const form = useId()
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const said = { effect: data.get('effect') as Effect, repeat: data.get('repeat') as Repeat }
    if ((await run(() => confirm({ connectionId, name: row.name, ...said }))) !== null) onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What does “${row.title}” do?`}
      description="The policy decides by your answer. Approvals that wait for it are asked again."
      foot={
        <>
          <Button look="sign" type="submit" form={form} busy={busy}>
            Confirm
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        <RefusalNotice refusal={refusal} fields={['effect', 'repeat']} />
        <SelectField
          label="Effect"
          name="effect"
          defaultValue={row.effect}
          help={row.confirmed ? undefined : `The document says: ${row.effect}.`}
          error={errorOf('effect')}
        >
          {Object.entries(effectWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="When the same request comes twice"
          name="repeat"
          defaultValue={row.repeat}
          help={row.confirmed ? undefined : `The document says: ${row.repeat}.`}
          error={errorOf('repeat')}
        >
          {Object.entries(repeatWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
      </form>
    </Dialog>
  )
}
