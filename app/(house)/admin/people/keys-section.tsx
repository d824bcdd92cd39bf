'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { DataTable } from '#components/ui/data-table.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { ApiKeyView } from '#lib/people/index.ts'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { endKey } from './commands.ts'
import { KeyDialog } from './key-dialog.tsx'

interface KeysSectionProps {
  keys: ApiKeyView[]
  owners: { id: string; name: string }[]
  me: string
}

export function KeysSection({ keys, owners, me }: KeysSectionProps) {
  const [making, setMaking] = useState(false)
  const [ending, setEnding] = useState<ApiKeyView | null>(null)
  return (
    <Section
      title="API keys"
      description="A key acts as its owner, with the owner’s rights at that moment."
      actions={
        <Button onClick={() => setMaking(true)}>
          <Icon of={KeyRound} /> Make a key
        </Button>
      }
    >
      <DataTable<ApiKeyView>
        caption="API keys, newest first"
        rows={keys}
        rowKey={({ id }) => id}
        columns={[
          { key: 'name', head: 'Name', cell: ({ name }) => name },
          { key: 'hint', head: 'Begins with', width: 'w-32', cell: ({ hint }) => <span className="font-mono text-12">{hint}…</span> },
          { key: 'owner', head: 'Acts as', cell: ({ owner }) => owner.name },
          { key: 'scopes', head: 'May decide', width: 'w-28', cell: ({ scopes }) => (scopes.includes('decide') ? 'yes' : 'no') },
          {
            key: 'used',
            head: 'Last used',
            width: 'w-32',
            cell: ({ lastUsedAt }) => (lastUsedAt === null ? <span className="text-ink-3">never</span> : <RelativeTime at={lastUsedAt} />),
          },
          {
            key: 'state',
            head: 'State',
            width: 'w-32',
            align: 'end',
            cell: (key) => <KeyState apiKey={key} onEnd={() => setEnding(key)} />,
          },
        ]}
        empty={<p className="text-ink-2">No key has been made yet. Programs need one to call the API.</p>}
      />
      {making && <KeyDialog owners={owners} me={me} onClose={() => setMaking(false)} />}
      {ending !== null && (
        <ConfirmDialog
          danger
          title={`Revoke the key “${ending.name}”?`}
          description="What uses it stops at once. This cannot be taken back."
          label="Revoke the key"
          onConfirm={() => endKey({ apiKeyId: ending.id })}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  )
}

function KeyState({ apiKey, onEnd }: { apiKey: ApiKeyView; onEnd: () => void }) {
  if (apiKey.revokedAt !== null) return <Badge>revoked</Badge>
  return (
    <Button size="small" look="danger" onClick={onEnd} aria-label={`Revoke the key ${apiKey.name}`}>
      Revoke…
    </Button>
  )
}
