'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Answered, Refusal } from './answered.ts'

/** One command at a time. Once it is done the page is rendered again; until then `busy`, and afterwards `refusal` if it was refused. */
export function useCommand() {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function run<Made>(command: () => Promise<Answered<Made>>): Promise<{ made: Made } | null> {
    if (busy) return null
    setBusy(true)
    setRefusal(null)
    try {
      const answered = await command()
      if ('problem' in answered) {
        setRefusal(answered)
        return null
      }
      router.refresh()
      return answered
    } catch {
      setRefusal({ problem: 'No answer came. Look whether it was done before you try again.', errors: [] })
      return null
    } finally {
      setBusy(false)
    }
  }
  /** The sentence for one field, or null. */
  const errorOf = (path: string) =>
    refusal?.errors.find((error) => error.path === path || error.path.startsWith(`${path}.`))?.message ?? null
  return { busy, refusal, errorOf, run }
}
