'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { agoWords, clockWords, dueWords, exactWords, leftWords } from '../time-words.ts'

// One timer for every time on the page, and none while no time is shown.
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let beat = 0

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    beat += 1
    for (const tell of listeners) tell()
  }, 20_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** Words that depend on now and on the reader's zone: UTC until the page is alive, so that server and browser say the same. */
function useWords(at: string, words: (at: Date, now: Date, zone: string | undefined) => string): { text: string; title: string } {
  useSyncExternalStore(
    subscribe,
    () => beat,
    () => 0,
  )
  const [alive, setAlive] = useState(false)
  useEffect(() => setAlive(true), [])
  const date = new Date(at)
  const zone = alive ? undefined : 'UTC'
  return { text: words(date, new Date(), zone), title: exactWords(date, zone) }
}

function Time({
  at,
  words,
  className,
}: {
  at: string
  words: (at: Date, now: Date, zone: string | undefined) => string
  className?: string
}) {
  const { text, title } = useWords(at, words)
  return (
    <time dateTime={at} title={title} className={className} suppressHydrationWarning>
      {text}
    </time>
  )
}

/** Times come as ISO 8601 in UTC. */
export interface TimeProps {
  at: string
  className?: string
}

/** "3 h ago", the exact time on hover. */
export function RelativeTime(props: TimeProps) {
  return <Time {...props} words={agoWords} />
}

/** "3 h 12 min", or "no time" once it has passed. */
export function TimeLeft(props: TimeProps) {
  return <Time {...props} words={(at, now) => leftWords(at, now) ?? 'no time'} />
}

/** "today 17:00", for a list. */
export function DueTime(props: TimeProps) {
  return <Time {...props} words={dueWords} />
}

/** "14:02:01", the whole of it on hover. */
export function ClockTime(props: TimeProps) {
  return <Time {...props} words={(at, _now, zone) => clockWords(at, zone)} />
}
