'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { BudgetChange } from '#lib/actions/index.ts'
import { toMinor } from '#lib/core/money.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { SelectField, TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { changeBudget } from './commands.ts'

type Scope = BudgetChange['scope']
interface Subject {
  value: string
  label: string
}

const scopeWords: Record<Scope, string> = {
  organisation: 'the organisation',
  person: 'a person',
  team: 'a team',
  connection: 'a connection',
}

interface BudgetFormProps {
  currency: string
  subjects: Record<Exclude<Scope, 'organisation'>, Subject[]>
}

export function BudgetForm({ currency, subjects }: BudgetFormProps) {
  const [scope, setScope] = useState<Scope>('organisation')
  const [wrong, setWrong] = useState<string | null>(null)
  const { busy, refusal, errorOf, run } = useCommand()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const measure = String(data.get('measure')) as BudgetChange['measure']
    const most = mostOf(String(data.get('most') ?? '').trim(), measure, currency)
    setWrong(most === null ? 'a number, such as 500 or 49.90' : null)
    if (most === null) return
    const subject = scope === 'organisation' ? {} : { subject: String(data.get('subject') ?? '') }
    if ((await run(() => changeBudget({ scope, measure, most, ...subject }))) !== null) form.reset()
  }
  return (
    <form onSubmit={submit} className="grid max-w-[720px] gap-4 sm:grid-cols-2" noValidate>
      <div className="sm:col-span-2">
        <RefusalNotice refusal={refusal} fields={['subject', 'measure', 'most']} />
      </div>
      <SelectField label="For" value={scope} onChange={({ target }) => setScope(target.value as Scope)}>
        {Object.entries(scopeWords).map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      {scope !== 'organisation' && (
        <SelectField label="Which" name="subject" error={errorOf('subject')}>
          {subjects[scope].map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField label="Of" name="measure" error={errorOf('measure')}>
        <option value="money">money, in {currency}</option>
        <option value="actions">actions that change something</option>
        {scope !== 'connection' && <option value="tokens">tokens of language models</option>}
      </SelectField>
      <TextField label="A day at most" name="most" inputMode="decimal" autoComplete="off" error={wrong ?? errorOf('most')} />
      <div className="sm:col-span-2">
        <Button look="sign" type="submit" busy={busy}>
          Set the budget
        </Button>
      </div>
    </form>
  )
}

function mostOf(text: string, measure: BudgetChange['measure'], currency: string): number | null {
  if (measure === 'money') return /^\d{1,12}(\.\d{1,4})?$/.test(text) ? Number(toMinor({ amount: text, currency })) : null
  return /^\d{1,12}$/.test(text) ? Number(text) : null
}
