'use client'
import { useState } from 'react'
import { SchemaForm } from '#components/card/schema-form.tsx'
import { draftOf } from '#components/form-draft.ts'
import { formFromSchema } from '#components/form-from-schema.ts'
import { refund } from './fixtures.ts'

const node = formFromSchema(refund.editSchema ?? {})
const former = draftOf(node, refund.inputValue)
const changed = draftOf(node, {
  ...(refund.inputValue as object),
  amount: { amount: '30.00', currency: 'EUR' },
  reason: 'one of two arrived broken',
  restock: true,
  priority: 'high',
})

/** The form of "Change…" with some of its fields changed. */
export function ChangedForm() {
  const [draft, setDraft] = useState(changed)
  return (
    <div className="max-w-[640px] rounded-lg border border-line-2 bg-surface p-5">
      <SchemaForm node={node} draft={draft} former={former} errors={[]} onDraft={setDraft} />
    </div>
  )
}
