'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { Section } from '#components/frame/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import { VisibleText } from '#components/ui/visible-text.tsx'
import type { PasskeyView } from '#lib/people/index.ts'
import { ConfirmDialog } from '../../admin/confirm-dialog.tsx'
import { AddDialog } from './add-dialog.tsx'
import { PasskeyNotices } from './passkey-notices.tsx'
import type { PasskeysView } from './passkeys-view.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { removeSigned } from './steps.ts'
import { usePlace } from './use-place.ts'

type Open = { what: 'add' } | { what: 'rename' | 'remove'; passkey: PasskeyView }

/** What one signs with where a rule asks for more than a click. */
export function PasskeysSection({ passkeys, needs, reset, origin }: PasskeysView) {
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  const place = usePlace(origin)
  const here = place === 'here'
  return (
    <div id="passkeys" className="scroll-mt-16">
      <Section
        title="Passkeys"
        description="Some approvals take your signature: your device makes it, with your fingerprint, face or PIN. The key never leaves the device."
        actions={
          here &&
          needs !== 'lost' && (
            <Button onClick={() => setOpen({ what: 'add' })}>
              <Icon of={KeyRound} /> Add a passkey
            </Button>
          )
        }
      >
        <PasskeyNotices needs={needs} reset={reset} place={place} origin={origin} />
        {passkeys.length === 0 ? (
          needs !== 'lost' && <p className="text-ink-2">You have no passkey yet.</p>
        ) : (
          <ul className="divide-y rounded-lg border bg-surface" aria-label="Your passkeys">
            {passkeys.map((passkey) => (
              <li key={passkey.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <Passkey passkey={passkey} />
                <Button size="small" onClick={() => setOpen({ what: 'rename', passkey })} aria-label={`Rename ${passkey.name}`}>
                  Rename…
                </Button>
                {here && passkeys.length > 1 && (
                  <Button
                    size="small"
                    look="danger"
                    onClick={() => setOpen({ what: 'remove', passkey })}
                    aria-label={`Remove ${passkey.name}`}
                  >
                    Remove…
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {passkeys.length === 1 && (
          <Notice>It is your only one, so it can’t be removed. Add a second, on another device: then losing one costs you nothing.</Notice>
        )}
      </Section>
      {open?.what === 'add' && <AddDialog needsPassword={needs === 'password'} onClose={close} />}
      {open?.what === 'rename' && <RenameDialog passkey={open.passkey} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          danger
          title={`Remove “${open.passkey.name}”?`}
          description="One of your passkeys signs for it. What this one signed stays good; from now on it signs nothing."
          label="Remove with passkey"
          onConfirm={() => removeSigned(open.passkey.id)}
          onClose={close}
        />
      )}
    </div>
  )
}

function Passkey({ passkey: { name, fingerprint, createdAt, lastUsedAt } }: { passkey: PasskeyView }) {
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="font-strong">
        <VisibleText text={name} />
      </p>
      <p className="text-12 text-ink-3">
        added <RelativeTime at={createdAt} /> ·{' '}
        {lastUsedAt === null ? (
          'never used'
        ) : (
          <>
            last used <RelativeTime at={lastUsedAt} />
          </>
        )}{' '}
        · <span className="font-mono">{fingerprint}</span>
      </p>
    </div>
  )
}
