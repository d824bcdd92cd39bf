'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { DryRunCheckbox } from '#components/chat/dry-run-checkbox.tsx'
import { plan } from '../commands.ts'

/** Lets this conversation plan from now on, or ask again. */
export function DryRunSwitch({ id, dryRun }: { id: string; dryRun: boolean }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const change = async (on: boolean) => {
    setBusy(true)
    await plan(id, on).catch(() => undefined)
    router.refresh()
    setBusy(false)
  }
  return <DryRunCheckbox checked={dryRun} disabled={busy} onChange={(on) => void change(on)} />
}
