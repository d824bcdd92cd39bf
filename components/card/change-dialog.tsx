'use client'
import { useId, useMemo, useState } from 'react'
import type { JsonSchema } from '#lib/core/index.ts'
import { type DraftError, draftOf, isChanged, valueOfDraft } from '../form-draft.ts'
import { formFromSchema } from '../form-from-schema.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { Textarea } from '../ui/input.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { SchemaForm } from './schema-form.tsx'

export interface ChangeDialogProps {
  title: string
  schema: JsonSchema
  value: unknown
  busy: boolean
  problem: string | null
  onChange: (change: { input: unknown; comment?: string }) => void
  onClose: () => void
}

/** "Change…": the input as a form, and what a change means. */
export function ChangeDialog({ title, schema, value, busy, problem, onChange, onClose }: ChangeDialogProps) {
  const node = useMemo(() => formFromSchema(schema), [schema])
  const former = useMemo(() => draftOf(node, value), [node, value])
  const [draft, setDraft] = useState(former)
  const [errors, setErrors] = useState<DraftError[]>([])
  const [comment, setComment] = useState('')
  const id = useId()
  const changed = isChanged(node, draft, value)
  const submit = () => {
    const result = valueOfDraft(node, draft, value)
    setErrors(result.ok ? [] : result.errors)
    if (result.ok) onChange({ input: result.value, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) })
  }
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Change: ${title}`}
      description="A change makes a new card, which is checked again. If all you do is lower one amount, your signature counts on it; otherwise someone else has to sign."
      foot={
        <>
          <Button look="sign" type="submit" form={id} busy={busy} disabled={!changed}>
            Approve as changed
          </Button>
          <Button look="bare" onClick={onClose}>
            Leave it as it is
          </Button>
          {errors.length > 0 && (
            <span className="text-12 text-bad">{errors.length === 1 ? 'One field needs' : `${errors.length} fields need`} a look</span>
          )}
        </>
      }
    >
      <form
        id={id}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {problem && <ErrorNotice title="It was not changed">{problem}</ErrorNotice>}
        <SchemaForm node={node} draft={draft} former={former} errors={errors} onDraft={setDraft} />
        <Field id={`${id}-comment`} label="Why the change?" optional>
          <Textarea id={`${id}-comment`} value={comment} maxLength={2000} onChange={(event) => setComment(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
