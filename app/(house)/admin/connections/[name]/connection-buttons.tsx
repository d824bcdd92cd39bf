'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '../../confirm-dialog.tsx'
import { confirmAll, switchConnection } from '../commands.ts'

/** Switches the whole connection off or on. */
export function SwitchButton({ id, title, enabled }: { id: string; title: string; enabled: boolean }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look={enabled ? 'danger' : 'plain'} onClick={() => setOpen(true)}>
        {enabled ? 'Switch off…' : 'Switch on…'}
      </Button>
      {open && (
        <ConfirmDialog
          danger={enabled}
          title={enabled ? `Switch ${title} off?` : `Switch ${title} on?`}
          description={
            enabled
              ? 'Nothing more is done there, and what is queued is refused when its turn comes. To hold it for a while, pause the connection instead.'
              : 'From then on work can be done there again.'
          }
          label={enabled ? 'Switch off' : 'Switch on'}
          onConfirm={() => switchConnection({ connectionId: id, enabled: !enabled })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}

/** Confirms everything that is still unconfirmed, as the document declares it. */
export function ConfirmAllButton({ id, count }: { id: string; count: number }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Confirm all as declared…</Button>
      {open && (
        <ConfirmDialog
          title={`Confirm ${count.toLocaleString('en')} operations as declared?`}
          description="You say that the document tells the truth about each of them. What can be undone or corrected then runs without an approval, as far as the policy allows."
          label="Confirm all"
          onConfirm={() => confirmAll({ connectionId: id })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
