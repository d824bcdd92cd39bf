'use client'

import { useRouter } from 'next/navigation'
import { InboxFilters, type InboxFiltersProps } from '#components/inbox/inbox-filters.tsx'

/** Filters, kept in the address: `base` is what of it stays whatever is filtered by. */
export function InboxTools({
  base,
  words,
  ...props
}: Omit<InboxFiltersProps, 'onChange' | 'onClear'> & { base: string; words: Record<string, string> }) {
  const router = useRouter()
  const go = (pairs: Record<string, string>) => {
    const set = Object.entries(pairs).filter(([, value]) => value !== '')
    const search = new URLSearchParams([...new URLSearchParams(base), ...set])
    router.push(search.size === 0 ? '/approvals' : `/approvals?${search}`, { scroll: false })
  }
  return <InboxFilters {...props} onChange={(changed) => go({ ...words, ...changed })} onClear={() => go({})} />
}
