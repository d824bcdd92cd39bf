'use client'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { classes } from '../classes.ts'

interface Opening {
  /** The row that is marked: the one that was just pressed, else the one whose card is shown. */
  marked: string | null
  /** The card of the marked row is on the way: what is shown is another one. */
  opening: boolean
  open: (id: string) => void
}

interface Pressed {
  id: string
  /** The cards that may be shown meanwhile: the one before, and those that were pressed on the way. */
  before: (string | null)[]
}

const OpeningContext = createContext<Opening | null>(null)

/** Whether a card is on its way, for whatever acts on the one that is shown; outside an inbox none is. */
export function useOpening(): Opening | null {
  return useContext(OpeningContext)
}

/** Joins list and card: a row is marked the moment that it is pressed, and until its card is there nothing is decided. */
export function InboxOpening({ current, children }: { current: string | null; children: ReactNode }) {
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const waitsFor = pressed !== null && pressed.id !== current && pressed.before.includes(current) ? pressed : null
  const marked = waitsFor?.id ?? current
  const open = (id: string) => setPressed({ id, before: waitsFor === null ? [current] : [...waitsFor.before, waitsFor.id] })
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
