import { setTimeout as wait } from 'node:timers/promises'

export interface Hint {
  type: string
  id: string
}

/** A page's event stream, held at one web process: opened again whenever it ends, as a browser does. */
export interface Listener {
  heard: readonly Hint[]
  /** How often it was opened so far. */
  opened(): number
  /** Whether it is open just now. */
  open(): boolean
  close(): Promise<void>
}

export function listen(url: string, key: string): Listener {
  const heard: Hint[] = []
  const closing = new AbortController()
  let opened = 0
  let open = false
  const once = async () => {
    const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
    const answer = await fetch(`${url}/api/v1/events`, { headers, signal: closing.signal })
    if (!answer.ok || answer.body === null) throw new Error(`the event stream answered ${answer.status}`)
    let text = ''
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      // The first comment says that nothing is missed from here on.
      if (!open) opened += 1
      open = true
      const parts = (text + chunk).split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) {
        const [, type, data] = /^event: (\S+)\ndata: (.*)$/.exec(part) ?? []
        if (type !== undefined && data !== undefined) heard.push({ type, id: (JSON.parse(data) as { id: string }).id })
      }
    }
  }
  const running = (async () => {
    while (!closing.signal.aborted) {
      await once().catch(() => undefined)
      open = false
      await wait(200)
    }
  })()
  return {
    heard,
    opened: () => opened,
    open: () => open,
    async close() {
      closing.abort()
      await running
    },
  }
}
