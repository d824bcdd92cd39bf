import { expect, test } from 'vitest'
import type { Caller } from '#lib/people/index.ts'
import type { LiveEvent, Platform } from '#lib/platform/index.ts'
import { eventStream } from './event-stream.ts'

const caller = { personId: 'ada', roles: ['member'], standsInFor: [] } as unknown as Caller

/** A stream on a channel that comes up, and on a session that is looked up, when the test says so. */
function opened() {
  const listeners = new Set<(event: LiveEvent) => void>()
  const [up, seen, left] = [Promise.withResolvers<void>(), Promise.withResolvers<Caller | null>(), new AbortController()]
  const live = {
    ready: () => up.promise,
    subscribe(listener: (event: LiveEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const stream = eventStream({ live } as unknown as Platform, caller, () => seen.promise, left.signal)
  return { listeners, up, seen, left, reader: stream.getReader() }
}

/** Until whatever waited for a promise that was kept has gone on. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a client that leaves before the channel is up leaves no listener behind', async () => {
  const { listeners, up, reader } = opened()
  await reader.cancel()
  up.resolve()
  await settled()
  expect(listeners.size).toBe(0)
})

test('a request that is broken off before the channel is up ends the stream', async () => {
  const { listeners, up, left, reader } = opened()
  left.abort()
  expect(await reader.read()).toMatchObject({ done: true })
  up.resolve()
  await settled()
  expect(listeners.size).toBe(0)
})

test.each(['cancelled', 'broken off'])('nothing is said to a client that was %s while its session was looked up', async (how) => {
  const { listeners, up, seen, left, reader } = opened()
  up.resolve()
  expect(new TextDecoder().decode((await reader.read()).value as Uint8Array)).toBe(': connected\n\n')
  for (const listener of listeners) listener({ type: 'person.updated', id: 'ada', at: '' })
  if (how === 'cancelled') await reader.cancel()
  else left.abort()
  // Were something said now, nobody would catch what it throws: the run fails.
  seen.resolve(caller)
  await settled()
  expect(listeners.size).toBe(0)
})
