'use client'

import { useRouter } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type LiveHint, type LiveState, openLiveChannel } from './live-channel.ts'

interface Live {
  state: LiveState
  subscribe(listener: (hint: LiveHint) => void): () => void
}

const LiveContext = createContext<Live>({ state: 'connecting', subscribe: () => () => undefined })

/** Holds the browser's event stream for everything below it. */
export function LiveProvider({ personId, children }: { personId: string; children: ReactNode }) {
  const [state, setState] = useState<LiveState>('connecting')
  const listeners = useRef(new Set<(hint: LiveHint) => void>())
  useEffect(
    () =>
      openLiveChannel(
        personId,
        (hint) => {
          for (const listener of listeners.current) listener(hint)
        },
        setState,
      ),
    [personId],
  )
  const live = useMemo<Live>(
    () => ({
      state,
      subscribe(listener) {
        listeners.current.add(listener)
        return () => listeners.current.delete(listener)
      },
    }),
    [state],
  )
  return <LiveContext value={live}>{children}</LiveContext>
}

/** Whether the stream is up, for the thin bar. */
export function useLiveState(): LiveState {
  return useContext(LiveContext).state
}

/** Calls `listener` with every hint while the component is there. */
export function useLiveHints(listener: (hint: LiveHint) => void): void {
  const { subscribe } = useContext(LiveContext)
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => subscribe((hint) => latest.current(hint)), [subscribe])
}

/** Hints that come together cause one look, and a busy house no more than two a second. */
const gatherMs = 60
const betweenMs = 500

/** Renders the page's server part again when something of these kinds changed; of one thing only, if an id is given. */
export function LiveRefresh({ kinds, id }: { kinds: readonly string[]; id?: string }) {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const lookedAt = useRef(-betweenMs)
  useLiveHints((hint) => {
    const about = kinds.includes(hint.type) && (id === undefined || hint.id === id)
    if (!about && hint.type !== 'reconnected') return
    if (timer.current !== undefined) return
    const wait = Math.max(gatherMs, lookedAt.current + betweenMs - performance.now())
    timer.current = setTimeout(() => {
      timer.current = undefined
      lookedAt.current = performance.now()
      router.refresh()
    }, wait)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return null
}
