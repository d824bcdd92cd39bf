'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useTransition } from 'react'
import { InboxList } from '#components/inbox/inbox-list.tsx'
import type { InboxRow } from '#components/inbox/inbox-row.tsx'
import { KeysDialog } from '#components/inbox/keys-dialog.tsx'
import { useOpening } from '#components/inbox/opening.tsx'

interface ApprovalListProps {
  rows: InboxRow[]
  current: string | null
  /** The address that shows more of them, and what it says. */
  more: { href: string; label: string } | null
  togetherAtMost: number
}

export function ApprovalList({ rows, current, more, togetherAtMost }: ApprovalListProps) {
  const router = useRouter()
  const [busy, start] = useTransition()
  useOpenCardStays(current)
  return (
    <>
      <InboxList
        label="What waits for a person"
        rows={rows}
        current={current}
        more={more && { label: more.label, busy, onMore: () => start(() => router.push(more.href, { scroll: false })) }}
        onTogether={(ids) => router.push(`/approvals/together?ids=${ids.join(',')}`)}
        togetherAtMost={togetherAtMost}
      />
      <KeysDialog />
    </>
  )
}

/**
 * Beside the list the first card is open without being asked for: it stays so when something more urgent comes before it. Only the
 * address is changed; the page that it names is the one that is shown. Not while somebody is on the way elsewhere: the router would
 * take the change for where they want to go.
 */
function useOpenCardStays(current: string | null): void {
  const path = usePathname()
  const search = useSearchParams()
  const opening = useOpening()?.opening ?? false
  useEffect(() => {
    if (opening || current === null || search.has('card') || !window.matchMedia('(min-width: 768px)').matches) return
    const address = `${path}?${new URLSearchParams({ ...Object.fromEntries(search), card: current })}`
    // The router listens to addresses from its own effect on, which comes after this one.
    const later = setTimeout(() => {
      const shown = window.location.pathname === path && `${new URLSearchParams(window.location.search)}` === `${search}`
      if (shown) window.history.replaceState(null, '', address)
    })
    return () => clearTimeout(later)
  }, [opening, current, path, search])
}
