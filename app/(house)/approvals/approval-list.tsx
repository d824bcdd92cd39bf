'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { InboxList, type InboxRow } from '#components/inbox/inbox-list.tsx'

interface ApprovalListProps {
  rows: InboxRow[]
  current: string | null
  left: number
  /** The address that shows more of them. */
  next: string
}

export function ApprovalList({ rows, current, left, next }: ApprovalListProps) {
  const router = useRouter()
  const [busy, start] = useTransition()
  const onMore = () => start(() => router.push(next, { scroll: false }))
  return <InboxList label="What waits for a person" rows={rows} current={current} more={left > 0 ? { left, onMore, busy } : null} />
}
