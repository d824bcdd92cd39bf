'use client'

import { useState } from 'react'
import type { Check } from '#components/receipt/check.ts'
import { ProofPanel } from '#components/receipt/proof-panel.tsx'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'

/** Fetches the receipt and checks it here: the server only hands over the file. `logKey`: the key that this house's log signs with. */
export function Proof({ actionId, logKey }: { actionId: string; logKey: string }) {
  const href = `/api/v1/actions/${actionId}/receipt`
  const [result, setResult] = useState<{ checks: Check[]; at: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [running, setRunning] = useState(false)
  const onVerify = async () => {
    setRunning(true)
    setProblem(null)
    setResult(null)
    try {
      const answer = await fetch(href, { cache: 'no-store' })
      const receipt: unknown = await answer.json()
      if (answer.ok) setResult({ checks: await verifyReceipt(receipt, { logKey }), at: new Date().toISOString() })
      else setProblem((receipt as { detail?: string }).detail ?? `The server answered ${answer.status}. Try again.`)
    } catch {
      setProblem('The receipt could not be fetched. Look whether you are connected, and try again.')
    }
    setRunning(false)
  }
  return <ProofPanel result={result} running={running} problem={problem} href={href} onVerify={onVerify} />
}
