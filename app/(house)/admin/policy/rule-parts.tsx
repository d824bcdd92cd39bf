'use client'

import { Checkbox } from '#components/ui/input.tsx'
import { SelectField, TextField } from '../text-field.tsx'
import { approvingRoles, type FormErrors, type RuleForm } from './rule-form.ts'

type When = NonNullable<RuleForm['when']>
export type SetForm = (changes: Partial<RuleForm>) => void

const whenChoices: Record<Exclude<keyof When, 'amount'>, { label: string; choices: Record<string, string> }> = {
  effect: {
    label: 'Effect',
    choices: {
      any: 'any',
      read: 'reads only',
      write: 'a write: can be undone or corrected',
      irreversible: 'irreversible',
      changing: 'anything but a read',
    },
  },
  amountKind: {
    label: 'Amount',
    choices: {
      any: 'any, or none',
      over: 'over',
      over_or_unclear: 'over, or unclear',
      up_to: 'up to',
      unclear: 'unclear: it can’t be read',
    },
  },
  tainted: { label: 'Outside content', choices: { any: 'in sight or not', yes: 'in sight', no: 'not in sight' } },
  newRecipient: { label: 'Recipients', choices: { any: 'any, or none', yes: 'one is new', no: 'none is new' } },
  confirmed: { label: 'Operation', choices: { any: 'confirmed or not', yes: 'confirmed by an admin', no: 'not confirmed' } },
  environment: { label: 'System', choices: { any: 'any', production: 'production', sandbox: 'sandbox' } },
}

/** What must be so for the rule to speak. */
export function WhenFields({
  when,
  currency,
  error,
  onWhen,
}: {
  when: When
  currency: string
  error: string | undefined
  onWhen: (when: When) => void
}) {
  const bounded = when.amountKind !== 'any' && when.amountKind !== 'unclear'
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1 font-strong text-15">When all of this is so</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {Object.entries(whenChoices).map(([name, { label, choices }]) => (
          <SelectField
            key={name}
            label={label}
            value={when[name as keyof typeof whenChoices]}
            onChange={(event) => onWhen({ ...when, [name]: event.target.value })}
          >
            {Object.entries(choices).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </SelectField>
        ))}
        {bounded && (
          <TextField
            label={`Amount in ${currency}`}
            inputMode="decimal"
            value={when.amount}
            onChange={(event) => onWhen({ ...when, amount: event.target.value })}
            error={error}
          />
        )}
      </div>
    </fieldset>
  )
}

interface PartProps {
  form: RuleForm
  errors: FormErrors
  set: SetForm
}

/** How long a card may wait. */
export function TimeFields({ form, errors, set }: PartProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1 font-strong text-15">Time limit</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="Hours"
          optional
          inputMode="decimal"
          help="Empty: the house’s own limit."
          value={form.hours}
          onChange={(event) => set({ hours: event.target.value })}
          error={errors.hours}
        />
        {form.hours !== '' && (
          <>
            <TextField
              label="Reminder after"
              optional
              inputMode="decimal"
              help="Hours."
              value={form.remindAfter}
              onChange={(event) => set({ remindAfter: event.target.value })}
              error={errors.remindAfter}
            />
            <TextField
              label="Ask others too after"
              optional
              inputMode="decimal"
              help="Hours."
              value={form.escalateAfter}
              onChange={(event) => set({ escalateAfter: event.target.value })}
              error={errors.escalateAfter}
            />
            {form.escalateAfter !== '' && (
              <SelectField
                label="Then also"
                value={form.escalateRole}
                onChange={(event) => set({ escalateRole: event.target.value as RuleForm['escalateRole'] })}
              >
                <RoleOptions />
              </SelectField>
            )}
          </>
        )}
      </div>
      {form.hours !== '' && (
        <Checkbox
          label="Count every hour, not only business hours"
          checked={form.calendar}
          onChange={(event) => set({ calendar: event.target.checked })}
        />
      )}
    </fieldset>
  )
}

/** Who may give a standing grant that stands for a person. */
export function GrantFields({ form, currency, errors, set }: PartProps & { currency: string }) {
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1 font-strong text-15">Standing grants</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="May be given by"
          value={form.grantRole}
          onChange={(event) => set({ grantRole: event.target.value as RuleForm['grantRole'] })}
        >
          <option value="">nobody</option>
          <RoleOptions />
        </SelectField>
        {form.grantRole !== '' && (
          <TextField
            label={`At most, in ${currency}`}
            optional
            inputMode="decimal"
            value={form.grantAtMost}
            onChange={(event) => set({ grantAtMost: event.target.value })}
            error={errors.grantAtMost}
          />
        )}
      </div>
      {form.grantRole !== '' && (
        <Checkbox
          label="Also with outside content in sight"
          checked={form.grantTainted}
          onChange={(event) => set({ grantTainted: event.target.checked })}
        />
      )}
    </fieldset>
  )
}

function RoleOptions() {
  return approvingRoles.map((role) => (
    <option key={role} value={role}>
      {role}s
    </option>
  ))
}
