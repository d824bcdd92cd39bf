'use client'
import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, startTransition, useContext, useOptimistic } from 'react'
import { classes } from '../classes.ts'

interface Opening {
  /** The row that is marked: the one that was just pressed, else the one whose card is shown. */
  marked: string | null
  /** The card of the marked row is on the way: what is shown is another one. */
  opening: boolean
  open: (row: { id: string; href: string }) => void
}

const OpeningContext = createContext<Opening | null>(null)

/** Whether a card is on its way, for whatever acts on the one that is shown; outside an inbox none is. */
export function useOpening(): Opening | null {
  return useContext(OpeningContext)
}

/**
 * Joins list and card: a row is marked the moment that it is pressed, and until its card is there, or the way to it is given up,
 * nothing is decided.
 */
export function InboxOpening({ current, children }: { current: string | null; children: ReactNode }) {
  const router = useRouter()
  const [marked, mark] = useOptimistic(current)
  const open: Opening['open'] = ({ id, href }) =>
    startTransition(() => {
      mark(id)
      router.push(href, { scroll: false })
    })
  return <OpeningContext value={{ marked, opening: marked !== current, open }}>{children}</OpeningContext>
}

/** Where the card is shown. */
export function OpeningPane({ children }: { children: ReactNode }) {
  const opening = useOpening()?.opening ?? false
  return (
    <div inert={opening} aria-busy={opening} className={classes('transition-opacity', opening && 'opacity-60 delay-200')}>
      {children}
    </div>
  )
}
