'use client'

import { useState } from 'react'
import { SelectField, TextField } from '../../text-field.tsx'
import type { AuthKind } from './read-form.ts'

const kinds: Record<AuthKind, { words: string; secret: string | null }> = {
  document: { words: 'as the document says, without a secret', secret: null },
  none: { words: 'none', secret: null },
  apiKey: { words: 'API key in a header', secret: 'Key' },
  bearer: { words: 'bearer token', secret: 'Token' },
  basic: { words: 'user name and password', secret: 'Password' },
}

/** How the connection signs in. The secret is sealed when it arrives and never comes back. */
export function AuthFields({ error }: { error: string | null }) {
  const [kind, setKind] = useState<AuthKind>('document')
  const { secret } = kinds[kind]
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 font-strong text-15">How it signs in</legend>
      <SelectField label="Sign-in" name="auth" value={kind} onChange={(event) => setKind(event.target.value as AuthKind)} error={error}>
        {Object.entries(kinds).map(([value, { words }]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </SelectField>
      {kind === 'apiKey' && <TextField label="Header" name="keyHeader" defaultValue="X-API-Key" autoComplete="off" />}
      {kind === 'basic' && <TextField label="User name" name="username" autoComplete="off" />}
      {secret !== null && (
        <TextField
          key={kind}
          label={secret}
          name="secret"
          type="password"
          autoComplete="off"
          help="Sealed at once: only the worker can open it, and no page shows it again."
        />
      )}
    </fieldset>
  )
}
