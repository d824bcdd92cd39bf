import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { childEnvironment } from '#lib/platform/env.ts'
import { probeQueues, readPulses } from '#lib/platform/pulse/index.ts'
import { queueNames } from '#lib/platform/queue.ts'
import { superviseChild } from '#scripts/supervisor/supervised-child.ts'
import { cleanUp } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { testPlatform } from '../support/test-platform.ts'
import { waitFor } from '../support/wait-for.ts'

test('a worker process whose consumers take nothing any more ends itself, and the supervisor’s next one goes on with what waits', {
  timeout: 120_000,
}, async () => {
  const platform = await testPlatform()
  const folder = await temporaryFolder()
  cleanUp(folder.remove)
  const said: string[] = []
  const log = {
    folder: folder.path,
    follow: (_role: string, stream: NodeJS.ReadableStream, _kind: 'out' | 'error', onLine?: (line: string) => boolean) =>
      void stream.on('data', (chunk) => {
        for (const line of String(chunk).split('\n')) if (onLine?.(line) !== true) said.push(line)
      }),
    say: (_role: string, _level: number, message: string) => void said.push(message),
    lastLines: () => said,
  }
  const environment = childEnvironment({
    DATABASE_URL: platform.env.DATABASE_URL,
    DATA_DIR: folder.path,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import ${resolve('tests/support/deafen.ts')}`,
  })
  const worker = superviseChild({ role: 'worker', script: 'workers/main.ts', environment: () => environment, log })
  cleanUp(() => worker.stop(5_000))
  await worker.ready
  // Its pulse is written before its canaries are: one without any says nothing yet.
  const alive = async () =>
    (await readPulses(platform)).find(
      ({ alive, queues }) => alive && queues.length === queueNames.length && queues.every(({ takenMs }) => takenMs !== null),
    )
  const first = await waitFor(alive, { within: 30_000, what: 'the first worker’s canaries' })

  process.kill(first.pid, 'SIGUSR2')
  const late = await waitFor(async () => (await readPulses(platform)).find(({ pid, lateWhy }) => pid === first.pid && lateWhy !== null), {
    within: 30_000,
    what: 'the worker to be late',
  })
  expect(late.lateWhy).toContain('nobody took one out')
  // Sent while nobody takes anything: it waits for the next worker.
  const probed = await probeQueues(platform, { queues: queueNames, ms: 30_000 })
  expect([...probed.values()].every((ms) => ms !== null)).toBe(true)
  expect(said.join('\n')).toContain('ended (code 75), starts again')
  expect((await waitFor(alive, { within: 30_000, what: 'the next worker’s canaries' })).pid).not.toBe(first.pid)
})
