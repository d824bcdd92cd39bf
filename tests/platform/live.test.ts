import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { createLive } from '#lib/platform/live.ts'
import { cleanUp } from '../support/clean-up.ts'
import { testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

const platform = await testPlatform()

/** The test's database behind a gate that turns away the first who comes. */
async function gatedUrl(): Promise<{ url: string; came: () => number }> {
  const database = new URL(platform.database.appUrl)
  let came = 0
  const gate = createServer((socket) => {
    came++
    if (came === 1) return socket.destroy()
    const through = connect(Number(database.port), database.hostname)
    for (const end of [socket, through]) end.on('error', () => undefined)
    socket.pipe(through).pipe(socket)
  }).listen(0, '127.0.0.1')
  cleanUp(async () => {
    gate.close()
  })
  await once(gate, 'listening')
  const gated = new URL(database)
  gated.host = `127.0.0.1:${(gate.address() as AddressInfo).port}`
  return { url: gated.href, came: () => came }
}

test('whoever waits for the channel while the database is away hears of its coming up', async () => {
  const { url, came } = await gatedUrl()
  const live = createLive({ connectionString: url, pool: platform.pool, now: () => platform.clock.now(), log: platform.log })
  let up = false
  void live.ready().then(() => {
    up = true
  })
  await waitFor(() => up)
  expect(came()).toBe(2)
  await live.close()
})
