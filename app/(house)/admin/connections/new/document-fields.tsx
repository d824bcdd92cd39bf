'use client'

import { useState } from 'react'
import { AreaField, SelectField, TextField } from '../../text-field.tsx'

interface DocumentFieldsProps {
  errors: { openapi: string | null; url: string | null }
}

/** The document: pasted, from a file (read in the browser, when the form is sent), or by its address. */
export function DocumentFields({ errors }: DocumentFieldsProps) {
  const [from, setFrom] = useState<'file' | 'text' | 'url'>('file')
  return (
    <>
      <SelectField label="The document comes" value={from} onChange={(event) => setFrom(event.target.value as typeof from)}>
        <option value="file">from a file</option>
        <option value="text">as text</option>
        <option value="url">from an address</option>
      </SelectField>
      {from === 'file' && (
        <TextField
          label="File"
          name="file"
          type="file"
          accept=".json,.yaml,.yml,application/json,application/yaml"
          className="py-1 file:mr-3 file:border-0 file:bg-transparent file:p-0 file:font-strong file:text-pen"
          error={errors.openapi}
        />
      )}
      {from === 'text' && (
        <AreaField label="Text" name="openapi" spellCheck={false} className="min-h-40 font-mono text-12" error={errors.openapi} />
      )}
      {from === 'url' && (
        <TextField
          label="Address of the document"
          name="url"
          type="url"
          autoComplete="off"
          placeholder="https://api.example.com/openapi.json"
          error={errors.url}
        />
      )}
    </>
  )
}
