/** A hint that something changed. `reconnected`: something may have been missed, look at everything again. */
export interface LiveHint {
  type: string
  id: string
}

export type LiveState = 'connecting' | 'online' | 'offline'

/** The kinds of hint that the server sends. */
export const liveKinds = [
  'action.updated',
  'approval.opened',
  'approval.closed',
  'conversation.updated',
  'connection.updated',
  'policy.updated',
  'person.updated',
  'team.updated',
  'grant.updated',
  'budget.updated',
  'pause.updated',
  'organisation.updated',
  'notification.new',
] as const

const lookAgain: LiveHint = { type: 'reconnected', id: '' }

interface Said {
  hint?: LiveHint
  state?: LiveState
}

/**
 * One event stream for all tabs of a browser (HTTP/1.1 gives a host six connections): the tab that holds the lock
 * listens and tells the others; when it closes, the next one takes over. Answers what ends it.
 */
export function openLiveChannel(personId: string, onHint: (hint: LiveHint) => void, onState: (state: LiveState) => void): () => void {
  const name = `countersign-live-${personId}`
  const others = new BroadcastChannel(name)
  const ended = new AbortController()
  const hear = ({ hint, state }: Said) => {
    if (hint !== undefined) onHint(hint)
    if (state !== undefined) onState(state)
  }
  const say = (said: Said) => {
    hear(said)
    others.postMessage(said)
  }
  others.onmessage = ({ data }: MessageEvent<Said>) => hear(data)

  const listen = () =>
    new Promise<void>((resolve) => {
      if (ended.signal.aborted) return resolve()
      const stream = new EventSource('/api/v1/events')
      stream.onopen = () => say({ state: 'online', hint: lookAgain })
      stream.onerror = () => say({ state: 'offline' })
      for (const kind of liveKinds) {
        stream.addEventListener(kind, ({ data }: MessageEvent<string>) =>
          say({ hint: { type: kind, id: (JSON.parse(data) as { id: string }).id } }),
        )
      }
      ended.signal.addEventListener('abort', () => {
        stream.close()
        resolve()
      })
    })

  const listenOrWait = async () => {
    const mine = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false
      await listen()
      return true
    })
    if (mine || ended.signal.aborted) return
    // Another tab listens: what it heard between this page's making and now is not known here.
    hear({ state: 'online', hint: lookAgain })
    await navigator.locks.request(name, { signal: ended.signal }, listen)
  }
  listenOrWait().catch(() => undefined)
  return () => {
    ended.abort()
    others.close()
  }
}
