'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import { type VerdictKind, verdicts } from '#lib/policy/verdict-kind.ts'
import { AreaField, SelectField, TextField } from '../text-field.tsx'
import type { DraftTest } from './draft.ts'
import type { FormErrors } from './rule-form.ts'
import { verdictWords } from './rule-words.ts'
import { testFormOf, testOf } from './test-form.ts'

interface TestDialogProps {
  test: DraftTest
  isNew: boolean
  currency: string
  operations: readonly string[]
  onTest: (test: DraftTest) => void
  onClose: () => void
}

/** One test as a form: with these facts, the rules must say this. */
export function TestDialog({ test, isNew, currency, operations, onTest, onClose }: TestDialogProps) {
  const id = useId()
  const [form, setForm] = useState(() => testFormOf(test, currency))
  const [errors, setErrors] = useState<FormErrors>({})
  const set = (changes: Partial<typeof form>) => {
    setForm((old) => ({ ...old, ...changes }))
    setErrors({})
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = testOf(form, test, currency)
    if (read.ok) onTest(read.test)
    else setErrors(read.errors)
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'Add a test' : 'Change a test'}
      description="With these facts, the rules must say this. It is saved with the rules."
      foot={
        <>
          <Button look="sign" type="submit" form={id}>
            {isNew ? 'Add to the draft' : 'Change in the draft'}
          </Button>
          <Button look="bare" onClick={onClose}>
            Back
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <TextField label="Name" value={form.name} onChange={(event) => set({ name: event.target.value })} error={errors.name} />
        <datalist id={`${id}-operations`}>
          {operations.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="Operation"
            list={`${id}-operations`}
            value={form.operation}
            onChange={(event) => set({ operation: event.target.value })}
            error={errors.operation}
          />
          <SelectField label="Effect" value={form.effect} onChange={(event) => set({ effect: event.target.value })}>
            {['read', 'write', 'irreversible'].map((effect) => (
              <option key={effect}>{effect}</option>
            ))}
          </SelectField>
          <TextField
            label={`Amount in ${currency}`}
            optional
            inputMode="decimal"
            value={form.amount}
            disabled={form.unclear}
            onChange={(event) => set({ amount: event.target.value })}
            error={errors.amount}
          />
          <SelectField label="Expected" value={form.verdict} onChange={(event) => set({ verdict: event.target.value as VerdictKind })}>
            {verdicts.map((verdict) => (
              <option key={verdict} value={verdict}>
                {verdictWords[verdict]}
              </option>
            ))}
          </SelectField>
        </div>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          <Checkbox label="The amount can’t be read" checked={form.unclear} onChange={(event) => set({ unclear: event.target.checked })} />
          <Checkbox label="Outside content in sight" checked={form.tainted} onChange={(event) => set({ tainted: event.target.checked })} />
          <Checkbox
            label="Operation confirmed by an admin"
            checked={form.confirmed}
            onChange={(event) => set({ confirmed: event.target.checked })}
          />
        </div>
        <AreaField
          label="Other facts"
          optional
          help="As JSON: input, requester, via and what else a rule looks at. What is not said has its plainest value."
          className="font-mono text-12"
          value={form.more}
          onChange={(event) => set({ more: event.target.value })}
          error={errors.more}
        />
      </form>
    </Dialog>
  )
}
