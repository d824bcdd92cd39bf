import { ButtonLink } from '#components/ui/button.tsx'
import type { Search } from './search-value.ts'

interface MoreLinkProps {
  pathname: string
  search: Search
  /** What is added to the address for the next page. */
  next: Readonly<Record<string, string>> | null
  label: string
}

/** Leads to the next page of a list, with everything else in the address kept. */
export function MoreLink({ pathname, search, next, label }: MoreLinkProps) {
  if (next === null) return null
  return (
    <div>
      <ButtonLink href={{ pathname, query: { ...search, ...next } }}>{label}</ButtonLink>
    </div>
  )
}
