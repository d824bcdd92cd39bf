'use client'
import { useEffect, useState } from 'react'
import type { Send } from './card-events.ts'

/** How long a button stays pressed for the page to catch up with what it caused. */
const catchUpMs = 4000

/**
 * One event at a time, shown as under way from the press until the card itself has changed (`stamp`),
 * so that nothing can be pressed twice in between.
 */
export function useSend(stamp: string): { busy: string | null; problem: string | null; send: Send } {
  const [under, setUnder] = useState<{ what: string; stamp: string } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const busy = under !== null && under.stamp === stamp ? under.what : null

  useEffect(() => {
    if (!busy) return
    const timer = setTimeout(() => setUnder(null), catchUpMs)
    return () => clearTimeout(timer)
  }, [busy])

  const send: Send = async (what, event) => {
    if (busy) return false
    setUnder({ what, stamp })
    setProblem(null)
    try {
      const answer = await event()
      if (!answer?.problem) return true
      setProblem(answer.problem)
    } catch {
      setProblem('No answer came. If it was recorded, this card will show it in a moment; if not, try again.')
    }
    setUnder(null)
    return false
  }
  return { busy, problem, send }
}
