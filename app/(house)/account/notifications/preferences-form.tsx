'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { NotificationPreferences } from '#lib/people/index.ts'
import type { Answered } from '../../admin/answered.ts'
import { RefusalNotice } from '../../admin/refusal-notice.tsx'
import { SelectField, TextField } from '../../admin/text-field.tsx'
import { useCommand } from '../../admin/use-command.ts'

interface PreferencesFormProps {
  preferences: NotificationPreferences
  mailed: boolean
  timeZone: string
  onSave: (given: NotificationPreferences) => Promise<Answered>
}

const night = { from: '20:00', to: '07:30' }

/** Mail, quiet hours and the browser. */
export function PreferencesForm({ preferences, mailed, timeZone, onSave }: PreferencesFormProps) {
  const { busy, refusal, errorOf, run } = useCommand()
  const [quiet, setQuiet] = useState(preferences.quiet !== null)
  const [browser, setBrowser] = useState(preferences.browser)
  const [blocked, setBlocked] = useState(false)
  const [saved, setSaved] = useState(false)

  const speak = async (wanted: boolean) => {
    const allowed = wanted && typeof Notification !== 'undefined' ? await Notification.requestPermission() : 'granted'
    setBlocked(wanted && allowed !== 'granted')
    setBrowser(wanted && allowed === 'granted')
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const mail = String(data.get('mail')) as NotificationPreferences['mail']
    const hours = quiet ? { from: String(data.get('from')), to: String(data.get('to')) } : null
    setSaved((await run(() => onSave({ mail, quiet: hours, browser }))) !== null)
  }
  return (
    <form onSubmit={submit} onChange={() => setSaved(false)} className="grid gap-4 rounded-lg border bg-surface p-4" noValidate>
      <RefusalNotice refusal={refusal} fields={['mail', 'quiet']} />
      <SelectField
        label="By mail"
        name="mail"
        defaultValue={preferences.mail}
        help={
          mailed
            ? 'A link in a mail opens the card; it never decides. What happens to your passkeys is always mailed.'
            : 'No mails leave yet: whoever runs this has to name a mail server.'
        }
        error={errorOf('mail')}
      >
        <option value="off">Not at all</option>
        <option value="at_once">At once</option>
        <option value="digest">Once a day, at 8:00: everything that is open</option>
      </SelectField>
      <div className="grid gap-2">
        <Checkbox label="Leave me alone at certain hours" checked={quiet} onChange={({ target }) => setQuiet(target.checked)} />
        {quiet && (
          <div className="grid max-w-80 grid-cols-2 gap-3">
            <TextField
              label="From"
              name="from"
              type="time"
              required
              defaultValue={(preferences.quiet ?? night).from}
              error={errorOf('quiet.from')}
            />
            <TextField
              label="Until"
              name="to"
              type="time"
              required
              defaultValue={(preferences.quiet ?? night).to}
              error={errorOf('quiet.to')}
            />
          </div>
        )}
        {quiet && <p className="text-12 text-ink-3">By the clock of {timeZone}. Mails wait until then; the browser says nothing.</p>}
      </div>
      <Checkbox
        label="Let this browser tell me while a page is open"
        checked={browser}
        onChange={({ target }) => void speak(target.checked)}
      />
      {blocked && (
        <Notice tone="wait">This browser does not allow it. Allow notifications for this site in its settings, then try again.</Notice>
      )}
      <div className="flex items-center gap-3">
        <Button type="submit" busy={busy}>
          Save
        </Button>
        <span role="status" className="text-done">
          {saved && 'Saved.'}
        </span>
      </div>
    </form>
  )
}
