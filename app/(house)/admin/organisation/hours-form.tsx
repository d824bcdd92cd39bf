'use client'

import { type FormEvent, useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField, SelectField, TextField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { changeHours } from './commands.ts'

interface Hours {
  timeZone: string
  businessHours: { days: readonly number[]; from: string; to: string }
  holidays: readonly string[]
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When the organisation works: time zone, days and hours, holidays. */
export function HoursForm({ hours: { timeZone, businessHours, holidays }, zones }: { hours: Hours; zones: string[] }) {
  const { busy, refusal, errorOf, run } = useCommand()
  const [saved, setSaved] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const text = (name: string) => String(data.get(name) ?? '').trim()
    const given = {
      timeZone: text('timeZone'),
      businessHours: { days: data.getAll('days').map(Number), from: text('from'), to: text('to') },
      holidays: text('holidays')
        .split(/[\s,;]+/)
        .filter(Boolean),
    }
    setSaved((await run(() => changeHours(given))) !== null)
  }
  return (
    <Section
      title="When you work"
      description="Time limits of rules are counted in these hours. Cards that wait already keep the time that they have."
    >
      <form onSubmit={submit} onChange={() => setSaved(false)} className="grid max-w-xl gap-4 rounded-lg border bg-surface p-4" noValidate>
        <RefusalNotice refusal={refusal} fields={['timeZone', 'businessHours', 'holidays']} />
        <SelectField label="Time zone" name="timeZone" defaultValue={timeZone} error={errorOf('timeZone')}>
          {[...new Set([timeZone, 'UTC', ...zones])].map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
        <fieldset className="grid gap-1.5">
          <legend className="mb-1 font-strong text-14">Days</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {days.map((day, index) => (
              <Checkbox key={day} label={day} name="days" value={index + 1} defaultChecked={businessHours.days.includes(index + 1)} />
            ))}
          </div>
          {errorOf('businessHours.days') !== null && <p className="text-12 text-bad">Choose at least one day.</p>}
        </fieldset>
        <div className="grid max-w-80 grid-cols-2 gap-3">
          <TextField label="From" name="from" defaultValue={businessHours.from} error={errorOf('businessHours.from')} />
          <TextField
            label="Until"
            name="to"
            defaultValue={businessHours.to}
            help="24:00 for the end of the day."
            error={errorOf('businessHours.to') ?? (refusal?.errors.find(({ path }) => path === 'businessHours')?.message || null)}
          />
        </div>
        <AreaField
          label="Holidays"
          name="holidays"
          optional
          rows={4}
          defaultValue={holidays.join('\n')}
          help="One date a line, as 2026-12-25."
          error={errorOf('holidays')}
        />
        <div className="flex items-center gap-3">
          <Button type="submit" look="sign" busy={busy}>
            Save
          </Button>
          <span role="status" className="text-done">
            {saved && 'Saved.'}
          </span>
        </div>
      </form>
    </Section>
  )
}
