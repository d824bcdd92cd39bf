'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import type { PolicyRule } from '#lib/policy/rule.ts'
import { type VerdictKind, verdicts } from '#lib/policy/verdict-kind.ts'
import { AreaField, SelectField, TextField } from '../text-field.tsx'
import { OperationFields, RequirementFields } from './rule-fields.tsx'
import { type FormErrors, formOf, ruleOf } from './rule-form.ts'
import { GrantFields, type SetForm, TimeFields, WhenFields } from './rule-parts.tsx'

export interface RuleDialogProps {
  /** What the form is filled with. */
  rule: PolicyRule
  isNew: boolean
  currency: string
  /** Names of operations and teams that there are. */
  operations: readonly string[]
  teams: readonly string[]
  /** Takes the rule into the draft; answers why not. */
  onRule: (rule: PolicyRule) => string | null
  /** Leads to the rule's condition in the text. */
  onText: () => void
  onClose: () => void
}

/** One rule as a form: no CEL is needed for what most rules say. */
export function RuleDialog({ rule, isNew, currency, operations, teams, onRule, onText, onClose }: RuleDialogProps) {
  const id = useId()
  const [form, setForm] = useState(() => formOf(rule, currency))
  const [errors, setErrors] = useState<FormErrors>({})
  const set: SetForm = (changes) => {
    setForm((old) => ({ ...old, ...changes }))
    // What is written anew is not wrong any more before it is looked at again.
    const touched = 'when' in changes ? ['amount'] : Object.keys(changes)
    setErrors((old) => Object.fromEntries(Object.entries(old).filter(([field]) => !touched.includes(field.split('.')[0] ?? ''))))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const read = ruleOf(form, rule, currency)
    const refused = read.ok ? onRule(read.rule) : null
    setErrors(read.ok ? (refused === null ? {} : { name: refused }) : read.errors)
  }
  const asks = form.verdict === 'require_approval'
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={isNew ? 'Add a rule' : `Rule “${rule.name}”`}
      description="It goes into your draft; nothing holds before you save."
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
      <form id={id} onSubmit={submit} noValidate className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <TextField label="Name" value={form.name} onChange={(event) => set({ name: event.target.value })} error={errors.name} />
        <OperationFields names={form.operations} known={operations} errors={errors} onNames={(names) => set({ operations: names })} />
        {form.when === null ? (
          <OwnCondition condition={rule.condition ?? ''} onText={onText} />
        ) : (
          <WhenFields when={form.when} currency={currency} error={errors.amount} onWhen={(when) => set({ when })} />
        )}
        <SelectField label="Verdict" value={form.verdict} onChange={(event) => set({ verdict: event.target.value as VerdictKind })}>
          {verdicts.map((verdict) => (
            <option key={verdict} value={verdict}>
              {verdictLabels[verdict]}
            </option>
          ))}
        </SelectField>
        {asks && (
          <RequirementFields
            requirements={form.requirements}
            teams={teams}
            errors={errors}
            onRequirements={(requirements) => set({ requirements })}
          />
        )}
        {asks && <TimeFields form={form} errors={errors} set={set} />}
        {asks && <GrantFields form={form} currency={currency} errors={errors} set={set} />}
        <AreaField
          label="Reason"
          help="Stands on the card of whoever is asked."
          value={form.reason}
          onChange={(event) => set({ reason: event.target.value })}
          error={errors.reason}
        />
        <Checkbox
          label="Only record what it would say (shadow)"
          checked={form.shadow}
          onChange={(event) => set({ shadow: event.target.checked })}
        />
      </form>
    </Dialog>
  )
}

const verdictLabels: Record<VerdictKind, string> = { allow: 'Allow', require_approval: 'Ask a person', deny: 'Deny' }

function OwnCondition({ condition, onText }: { condition: string; onText: () => void }) {
  return (
    <div className="grid gap-1">
      <span className="font-strong">When</span>
      <code className="rounded-md bg-sunk px-3 py-2 font-mono text-12 [overflow-wrap:anywhere]">{condition}</code>
      <p className="text-12 text-ink-3">
        This says more than a form can.{' '}
        <button type="button" className="quiet-link" onClick={onText}>
          Change it in the text
        </button>
      </p>
    </div>
  )
}
