'use client'
import { useEffect, useState } from 'react'
import { VisibleText } from '../ui/visible-text.tsx'
import { type GateState, gateWords, waitingWords } from './gate-words.ts'

export interface GateLineProps {
  gate: GateState
  /** How many actions are next in line. */
  waiting?: number
  /** The server's now, ISO 8601 in UTC. */
  now: string
}

/** How a connection stands, in one line; its times are UTC until the page is alive, then the reader's. */
export function GateLine({ gate, waiting = 0, now }: GateLineProps) {
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const { answers, text } = gateWords(gate, new Date(now), alive ? undefined : 'UTC')
  const wait = waitingWords(waiting)
  return (
    <span className="break-words">
      <span className={answers ? 'text-ink-2' : 'text-wait'}>
        <VisibleText text={text} />
      </span>
      {wait !== '' && <span className="text-ink-3"> · {wait}</span>}
    </span>
  )
}
