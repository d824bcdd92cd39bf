'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Checkbox } from '#components/ui/input.tsx'
import { plan } from '../commands.ts'

/** Whether this conversation plans instead of asking. */
export function DryRunSwitch({ id, dryRun }: { id: string; dryRun: boolean }) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const change = async (on: boolean) => {
    setBusy(true)
    await plan(id, on).catch(() => undefined)
    router.refresh()
    setBusy(false)
  }
  return (
    <Checkbox
      label="Dry run"
      role="switch"
      title="Everything is previewed and judged; nothing with an effect is asked for"
      checked={dryRun}
      disabled={busy}
      onChange={({ target }) => void change(target.checked)}
      className="text-12"
    />
  )
}
