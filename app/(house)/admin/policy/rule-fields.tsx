'use client'

import { X } from 'lucide-react'
import { useId } from 'react'
import { Button, IconButton } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Checkbox, Input } from '#components/ui/input.tsx'
import { SelectField, TextField } from '../text-field.tsx'
import { approvingRoles, type FormErrors, oneApprover, type RequirementForm } from './rule-form.ts'

interface OperationFieldsProps {
  names: readonly string[]
  /** What is offered while one types. */
  known: readonly string[]
  errors: FormErrors
  onNames: (names: string[]) => void
}

/** The operations that a rule is about, one line each. */
export function OperationFields({ names, known, errors, onNames }: OperationFieldsProps) {
  const id = useId()
  const connections = [...new Set(known.map((name) => name.split('.')[0] ?? ''))]
  return (
    <fieldset className="grid gap-1.5">
      <legend className="pb-1 font-strong">Operations</legend>
      <datalist id={id}>
        {['*', ...connections.map((name) => `${name}.*`), ...known].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {names.map((name, index) => {
        const error = errors[`operations.${index}`]
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; its text is what is typed there.
          <div key={index} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-1">
            <Input
              aria-label={`Operation ${index + 1}`}
              list={id}
              value={name}
              className="font-mono"
              aria-invalid={error !== undefined || undefined}
              aria-describedby={error === undefined ? `${id}-help` : `${id}-error-${index}`}
              onChange={(event) => onNames(names.with(index, event.target.value))}
            />
            {names.length > 1 && (
              <IconButton label={`Take operation ${index + 1} away`} onClick={() => onNames(names.toSpliced(index, 1))}>
                <Icon of={X} />
              </IconButton>
            )}
            {error !== undefined && (
              <p id={`${id}-error-${index}`} className="text-12 text-bad">
                {error}
              </p>
            )}
          </div>
        )
      })}
      <p id={`${id}-help`} className="text-12 text-ink-3">
        A name such as mail.send; * stands for any part of it.
      </p>
      <div>
        <Button size="small" onClick={() => onNames([...names, ''])}>
          One more operation
        </Button>
      </div>
    </fieldset>
  )
}

interface RequirementFieldsProps {
  requirements: readonly RequirementForm[]
  teams: readonly string[]
  errors: FormErrors
  onRequirements: (requirements: RequirementForm[]) => void
}

/** Who must agree: each of these is needed. */
export function RequirementFields({ requirements, teams, errors, onRequirements }: RequirementFieldsProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="pb-1 font-strong text-15">Who must agree</legend>
      {requirements.length === 0 && <p className="text-ink-2">One approver who is not the requester.</p>}
      {requirements.map((requirement, index) => (
        <RequirementRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place; it has no other name.
          key={index}
          requirement={requirement}
          teams={teams}
          number={index + 1}
          quorumError={errors[`requirements.${index}.quorum`]}
          onRequirement={(next) => onRequirements(requirements.with(index, next))}
          onRemove={() => onRequirements(requirements.toSpliced(index, 1))}
        />
      ))}
      <div>
        <Button size="small" onClick={() => onRequirements([...requirements, oneApprover])}>
          {requirements.length === 0 ? 'Say who' : 'And someone else too'}
        </Button>
      </div>
    </fieldset>
  )
}

interface RequirementRowProps {
  requirement: RequirementForm
  teams: readonly string[]
  number: number
  quorumError: string | undefined
  onRequirement: (requirement: RequirementForm) => void
  onRemove: () => void
}

function RequirementRow({ requirement, teams, number, quorumError, onRequirement, onRemove }: RequirementRowProps) {
  const set = (changes: Partial<RequirementForm>) => onRequirement({ ...requirement, ...changes })
  const choices = [...new Set([...teams, requirement.team])].filter((team) => team !== '')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset reads its legend twice.
    <div role="group" aria-label={`Who must agree, ${number}`} className="grid gap-2 border-t pt-3">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-[88px_minmax(0,1fr)_minmax(0,1fr)]">
        <TextField
          label="How many"
          inputMode="numeric"
          value={requirement.quorum}
          onChange={(event) => set({ quorum: event.target.value })}
          error={quorumError}
        />
        <SelectField
          label="Role"
          value={requirement.role}
          onChange={(event) => set({ role: event.target.value as RequirementForm['role'] })}
        >
          {approvingRoles.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </SelectField>
        <SelectField label="Team" value={requirement.team} onChange={(event) => set({ team: event.target.value })}>
          <option value="">any</option>
          {choices.map((team) => (
            <option key={team}>{team}</option>
          ))}
        </SelectField>
      </div>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <Checkbox
          label="Not the requester"
          checked={requirement.requesterExcluded}
          onChange={(event) => set({ requesterExcluded: event.target.checked })}
        />
        <Checkbox label="Signed with a passkey" checked={requirement.stepUp} onChange={(event) => set({ stepUp: event.target.checked })} />
        <Button size="small" look="bare" className="ml-auto" aria-label={`Take ${number} away`} onClick={onRemove}>
          Take away
        </Button>
      </div>
    </div>
  )
}
