'use client'

import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { DueTime, RelativeTime, TimeLeft } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { DelegationView } from '#lib/people/index.ts'
import { ConfirmDialog } from '../admin/confirm-dialog.tsx'
import { endDelegation } from './commands.ts'
import { DelegationDialog } from './delegation-dialog.tsx'

interface DelegationSectionProps {
  delegations: DelegationView[]
  colleagues: { id: string; name: string }[]
  me: string
}

const stateWords: Record<DelegationView['state'], string> = { planned: 'planned', active: 'now', ended: 'over', revoked: 'ended early' }

/** Who decides in one's place while one is away, and for whom one does. */
export function DelegationSection({ delegations, colleagues, me }: DelegationSectionProps) {
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<DelegationView | null>(null)
  return (
    <Section
      title="While you are away"
      description="A colleague decides in your place. Their decisions show both names; you stay excluded where you asked yourself."
      actions={
        <Button onClick={() => setMaking(true)} disabled={colleagues.length === 0}>
          Let somebody stand in…
        </Button>
      }
    >
      {delegations.length === 0 ? (
        <p className="text-ink-2">Nobody stands in for you, and you stand in for nobody.</p>
      ) : (
        <ul className="divide-y rounded-lg border bg-surface" aria-label="Delegations">
          {delegations.map((delegation) => (
            <li key={delegation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
              <Who delegation={delegation} me={me} />
              <Badge tone={delegation.state === 'active' ? 'pen' : 'plain'}>{stateWords[delegation.state]}</Badge>
              {(delegation.state === 'active' || delegation.state === 'planned') && (
                <Button size="small" onClick={() => setEnding(delegation)} aria-label={endLabel(delegation, me)}>
                  End it…
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {making && <DelegationDialog colleagues={colleagues} onClose={() => setMaking(false)} />}
      {ending !== null && (
        <ConfirmDialog
          title={`${endLabel(ending, me)}?`}
          description="It ends at once. What was decided until now stands."
          label="End it now"
          onConfirm={() => endDelegation({ delegationId: ending.id })}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  )
}

function Who({ delegation, me }: { delegation: DelegationView; me: string }) {
  const { from, to, reason } = delegation
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p>{from.id === me ? <b>{to.name} decides for you</b> : <b>You decide for {from.name}</b>}</p>
      <p className="text-12 text-ink-3">
        <When delegation={delegation} />
        {reason !== null && (
          <>
            {' '}
            · <VisibleText text={reason} />
          </>
        )}
      </p>
    </div>
  )
}

function When({ delegation: { startsAt, endsAt, revokedAt, state } }: { delegation: DelegationView }) {
  if (state === 'planned')
    return (
      <>
        begins <DueTime at={startsAt} />
      </>
    )
  if (state === 'active')
    return (
      <>
        <TimeLeft at={endsAt} /> left
      </>
    )
  return (
    <>
      ended <RelativeTime at={revokedAt ?? endsAt} />
    </>
  )
}

function endLabel({ from, to }: DelegationView, me: string): string {
  return from.id === me ? `End that ${to.name} decides for you` : `End that you decide for ${from.name}`
}
