'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useLiveHints } from '#components/live/live-provider.tsx'
import { latest } from './account/notifications/commands.ts'

/** What was committed a little later than another that was seen already. */
const overlapMs = 10_000

/** Lets the browser say what the person is told, in one tab of it: the one that holds the lock. `since`: the server's time of the page. */
export function BrowserNotifications({ personId, since }: { personId: string; since: string }) {
  const router = useRouter()
  const speaks = useRef(false)
  const said = useRef(new Set<string>())
  // When the page was first rendered: what was told before is no news.
  const began = useRef(since)

  useEffect(() => {
    const ended = new AbortController()
    const hold = () =>
      new Promise<void>((resolve) => {
        speaks.current = true
        ended.signal.addEventListener('abort', () => resolve())
      })
    navigator.locks.request(`countersign-notify-${personId}`, { signal: ended.signal }, hold).catch(() => undefined)
    return () => {
      speaks.current = false
      ended.abort()
    }
  }, [personId])

  useLiveHints((hint) => {
    if (hint.type !== 'notification.new' && hint.type !== 'reconnected') return
    if (!speaks.current || typeof Notification === 'undefined' || Notification.permission !== 'granted') return
    const from = new Date(new Date(began.current).getTime() - overlapMs).toISOString()
    void latest({ since: from }).then((answered) => {
      if ('problem' in answered) return
      for (const { id, sentence, href } of answered.made) {
        if (said.current.has(id)) continue
        said.current.add(id)
        const note = new Notification('Countersign', { body: sentence, tag: id })
        note.onclick = () => {
          window.focus()
          router.push(href)
          note.close()
        }
      }
    })
  })
  return null
}
