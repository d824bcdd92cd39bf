'use client'

import { useRouter } from 'next/navigation'
import { statusWords } from '#components/status-words.ts'
import { Button } from '#components/ui/button.tsx'
import { Input, Select } from '#components/ui/input.tsx'

/** Words, state and operation, kept in the address. */
export function ActionFilters({ status, query, operation }: { status: string; query: string; operation: string }) {
  const router = useRouter()
  const go = (form: FormData) => {
    const pairs = [...form.entries()].map(([key, value]) => [key, String(value).trim()] as const).filter(([, value]) => value !== '')
    router.push(`/actions?${new URLSearchParams(pairs.map(([key, value]) => [key, value]))}`)
  }
  return (
    <search>
      <form key={`${status} ${query} ${operation}`} action={go} className="flex flex-wrap gap-2">
        <Input name="query" aria-label="Words" placeholder="Words" defaultValue={query} className="max-w-64 flex-1 basis-40" />
        <Select
          name="status"
          aria-label="State"
          defaultValue={status}
          className="w-40"
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        >
          <option value="">any state</option>
          {Object.entries(statusWords).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
        <Input
          name="operation"
          aria-label="Operation"
          placeholder="Operation"
          defaultValue={operation}
          className="max-w-56 flex-1 basis-40 font-mono text-12"
        />
        <Button type="submit">Filter</Button>
      </form>
    </search>
  )
}
