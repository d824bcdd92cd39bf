'use client'

import { useRouter } from 'next/navigation'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'

/** Finds operations by a part of their name or title; kept in the address. */
export function OperationFilter({ href, query }: { href: string; query: string }) {
  const router = useRouter()
  const find = (form: FormData) => {
    const words = String(form.get('query') ?? '').trim()
    router.push(words === '' ? href : `${href}?${new URLSearchParams({ query: words })}`)
  }
  return (
    <search>
      <form key={query} action={find} className="flex gap-2">
        <Input name="query" aria-label="Part of a name or title" placeholder="Name or title" defaultValue={query} className="max-w-72" />
        <Button type="submit">Find</Button>
      </form>
    </search>
  )
}
