'use client'

import { useRouter } from 'next/navigation'
import { Button, ButtonLink } from '#components/ui/button.tsx'
import { SelectField, TextField } from '../text-field.tsx'
import type { AuditSearch } from './audit-search.ts'

const kinds = ['action.*', 'turn.*', 'connection.*', 'operation.*', 'policy.changed', 'person.*', 'key.*', 'audit.*']

interface AuditFiltersProps {
  search: AuditSearch
  people: { id: string; name: string }[]
}

/** What to look for, kept in the address. */
export function AuditFilters({ search, people }: AuditFiltersProps) {
  const router = useRouter()
  const go = (form: FormData) => {
    const pairs = [...form.entries()].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value !== '')
    router.push(`/admin/audit?${new URLSearchParams(pairs)}`)
  }
  return (
    <search>
      <form
        key={JSON.stringify(search)}
        action={go}
        className="grid grid-cols-2 items-end gap-3 sm:grid-cols-3 lg:grid-cols-[1.4fr_1fr_1fr_auto_auto_auto]"
      >
        <TextField
          label="About"
          name="subject"
          defaultValue={search.subject}
          placeholder="an id, or a kind such as action"
          autoComplete="off"
        />
        <SelectField label="Done by" name="actor" defaultValue={search.actor}>
          <option value="">anyone</option>
          <option value="system">the system</option>
          <option value="model">the assistant</option>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField label="Kind" name="kind" defaultValue={search.kind} placeholder="action.decided" list="audit-kinds" autoComplete="off" />
        <datalist id="audit-kinds">
          {kinds.map((kind) => (
            <option key={kind} value={kind} />
          ))}
        </datalist>
        <TextField label="From (UTC)" name="from" type="date" defaultValue={search.from} />
        <TextField label="To (UTC)" name="to" type="date" defaultValue={search.to} />
        <div className="flex gap-2">
          <Button type="submit">Filter</Button>
          {Object.values(search).some((value) => value !== '') && (
            <ButtonLink look="bare" href="/admin/audit">
              All
            </ButtonLink>
          )}
        </div>
      </form>
    </search>
  )
}
