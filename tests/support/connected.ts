import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Calls `then` at the moment a connection of ours to this address stands, before anything is sent over it, for as long as `work` takes. */
export async function onConnection<T>(url: string, then: () => void, work: () => Promise<T>): Promise<T> {
  const channel = 'undici:client:connected'
  const port = new URL(url).port
  const listener = (message: unknown) => {
    if ((message as { connectParams: { port: string } }).connectParams.port === port) then()
  }
  subscribe(channel, listener)
  try {
    return await work()
  } finally {
    unsubscribe(channel, listener)
  }
}
