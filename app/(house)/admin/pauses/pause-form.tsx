'use client'

import { CirclePause } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { RefusalNotice } from '../refusal-notice.tsx'
import { AreaField, SelectField } from '../text-field.tsx'
import { useCommand } from '../use-command.ts'
import { pause } from './commands.ts'

export interface PausableConnection {
  name: string
  title: string
  operations: { name: string; title: string }[]
}

type Scope = 'everything' | 'connection' | 'operation'
const fields = ['scope', 'connection', 'operation', 'reason']

/** Pulls the kill switch: what, and why. */
export function PauseForm({ connections }: { connections: PausableConnection[] }) {
  const [scope, setScope] = useState<Scope>('everything')
  const [connection, setConnection] = useState(connections[0]?.name ?? '')
  const [operation, setOperation] = useState(connections[0]?.operations[0]?.name ?? '')
  const { busy, refusal, errorOf, run } = useCommand()
  const chosen = connections.find(({ name }) => name === connection)
  const what = { everything: 'everything', connection: chosen?.title ?? '', operation }[scope]
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const reason = String(new FormData(form).get('reason') ?? '')
    const named = scope === 'connection' ? { connection } : scope === 'operation' ? { operation } : {}
    if ((await run(() => pause({ scope, reason, ...named }))) !== null) form.reset()
  }
  return (
    <form onSubmit={submit} className="grid max-w-[560px] gap-4">
      <RefusalNotice refusal={refusal} fields={fields} />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="What"
          name="scope"
          value={scope}
          onChange={(event) => setScope(event.target.value as Scope)}
          error={errorOf('scope')}
        >
          <option value="everything">Everything</option>
          <option value="connection">One connection</option>
          <option value="operation">One operation</option>
        </SelectField>
        {scope === 'connection' && (
          <SelectField
            label="Connection"
            name="connection"
            value={connection}
            onChange={(event) => setConnection(event.target.value)}
            error={errorOf('connection')}
          >
            {connections.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </SelectField>
        )}
        {scope === 'operation' && (
          <SelectField
            label="Operation"
            name="operation"
            value={operation}
            onChange={(event) => setOperation(event.target.value)}
            error={errorOf('operation')}
          >
            {connections.map(({ name, title, operations }) => (
              <optgroup key={name} label={title}>
                {operations.map((one) => (
                  <option key={one.name} value={one.name}>
                    {one.title} ({one.name})
                  </option>
                ))}
              </optgroup>
            ))}
          </SelectField>
        )}
      </div>
      <AreaField
        label="Why"
        name="reason"
        required
        maxLength={500}
        help="Everyone whose work waits reads this."
        error={errorOf('reason')}
      />
      <div>
        <Button look="danger" type="submit" busy={busy} className="max-w-full whitespace-normal! py-1">
          <Icon of={CirclePause} /> Pause {what}
        </Button>
      </div>
    </form>
  )
}
