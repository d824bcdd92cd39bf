'use client'

import { useState } from 'react'
import { VerificationPanel } from '#components/admin/verification-panel.tsx'
import type { AuditVerification } from '#lib/audit/index.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { useCommand } from '../use-command.ts'
import { verify } from './commands.ts'

type Verified = AuditVerification & { at: string }

/** The panel, and the recomputing behind its button. */
export function VerifyLog() {
  const [verified, setVerified] = useState<Verified | null>(null)
  const { busy, refusal, run } = useCommand()
  const onVerify = async () => {
    const done = await run(verify)
    if (done !== null) setVerified(done.made)
  }
  return (
    <div className="grid gap-3">
      <VerificationPanel
        result={verified && resultOf(verified)}
        running={busy}
        notes={verified === null ? [] : notesOf(verified)}
        onVerify={onVerify}
      />
      <RefusalNotice refusal={refusal} />
    </div>
  )
}

function resultOf({ ok, events, checkpoints, firstBad, at }: Verified) {
  const placed = firstBad !== undefined && firstBad.index !== null
  return { ok, events, checkpoints, at, firstBad: placed ? { sequence: firstBad.index ?? 0, why: firstBad.why } : null }
}

/** What is wrong without a place in the log is said before what a reader should know. */
function notesOf({ firstBad, notes, erased }: Verified): string[] {
  const gone = erased === 0 ? [] : [`The content of ${erased.toLocaleString('en')} of them was erased, as the log says; their hashes fit.`]
  return firstBad !== undefined && firstBad.index === null ? [firstBad.why, ...gone, ...notes] : [...gone, ...notes]
}
