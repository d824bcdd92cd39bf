'use client'

import { Stamp } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { patternWords } from '#components/card/grant-form.ts'
import { links } from '#components/links.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { DueTime, RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { GrantView } from '#lib/approvals/index.ts'
import { ConfirmDialog } from '../../admin/confirm-dialog.tsx'
import { revoke } from './commands.ts'

interface GrantRow {
  grant: GrantView
  mayRevoke: boolean
}

const stateWords: Record<GrantView['state'], string> = { standing: 'stands', used_up: 'used up', ended: 'has ended', revoked: 'revoked' }

export function GrantList({ rows }: { rows: GrantRow[] }) {
  const [revoking, setRevoking] = useState<GrantView | null>(null)
  if (rows.length === 0) {
    return (
      <EmptyState icon={Stamp} title="Nobody has allowed anything yet">
        When you sign the same thing again and again, its card can allow similar ones for a while.
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="grid gap-3">
        {rows.map((row) => (
          <Grant key={row.grant.id} {...row} onRevoke={() => setRevoking(row.grant)} />
        ))}
      </ul>
      {revoking !== null && (
        <ConfirmDialog
          danger
          title="Revoke this grant?"
          description="From now on a person is asked each time. What it let through and has not begun goes back to its approvers."
          label="Revoke the grant"
          onConfirm={() => revoke({ grantId: revoking.id })}
          onClose={() => setRevoking(null)}
        />
      )}
    </>
  )
}

function Grant({ grant, mayRevoke, onRevoke }: GrantRow & { onRevoke: () => void }) {
  const { budget, spent, uses, used, requester, grantedBy, connection } = grant
  const money = budget === null ? '' : `, ${spent.amount} of ${budget.amount} ${budget.currency}`
  return (
    <li className="grid gap-2 rounded-lg border border-line-2 bg-surface px-5 py-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="min-w-0 flex-1 break-words font-strong text-15">
          <span className="font-mono text-14">{grant.operation}</span> on {connection.title}
        </h2>
        <Badge tone={grant.state === 'standing' ? 'done' : 'plain'}>{stateWords[grant.state]}</Badge>
        {mayRevoke && (
          <Button size="small" look="danger" onClick={onRevoke} aria-label={`Revoke the grant for ${grant.operation} by ${grantedBy.name}`}>
            Revoke…
          </Button>
        )}
      </div>
      <ul className="grid gap-0.5 text-ink-2">
        {grant.patterns.map((pattern) => (
          <li key={pattern.path} className="break-words">
            <VisibleText text={patternWords(pattern)} />
          </li>
        ))}
      </ul>
      <p className="text-12 text-ink-3">
        {used} of {uses} used{money} · by {grantedBy.name}, <RelativeTime at={grant.createdAt} /> ·{' '}
        {requester === null ? `for everyone but ${grantedBy.name}` : `for ${requester.name}`} · {grant.state === 'ended' ? 'ended' : 'ends'}{' '}
        {grant.state === 'ended' ? <RelativeTime at={grant.endsAt} /> : <DueTime at={grant.endsAt} />}
        {grant.tainted && ' · also with outside content in sight'}
        {grant.revokedBy !== null && ` · revoked by ${grant.revokedBy.name}`}
      </p>
      {grant.usedFor.length > 0 && (
        <ul className="grid gap-0.5 border-t pt-2 text-12" aria-label="Lately used for">
          {grant.usedFor.map(({ actionId, sentence, at }) => (
            <li key={actionId} className="flex gap-3">
              <Link href={links.action(actionId)} className="quiet-link min-w-0 flex-1 truncate">
                <VisibleText text={sentence} />
              </Link>
              <RelativeTime at={at} />
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
