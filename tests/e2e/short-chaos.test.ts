import { expect, test } from 'vitest'
import { hasRedisServer } from '../../chaos/redis.ts'
import { report } from '../../chaos/report.ts'
import { runChaos } from '../../chaos/run-chaos.ts'

const minutes = 60_000

test(
  'processes die, stand still and lose their connections while 60 actions run: none is lost and none happens twice',
  async () => {
    const redis = hasRedisServer()
    if (!redis) process.stdout.write('  Redis: skipped, there is no redis-server on this machine.\n')
    const run = await runChaos({ seed: 1, actions: 60, queue: redis ? 'redis' : 'postgres', say: () => undefined })
    process.stdout.write(`${report(run)}\n`)
    expect(run.stuck).toEqual([])
    expect(run.verdict.violations).toEqual([])
    // A run in which nothing struck in flight has proved nothing.
    expect(run.verdict.outcome).toBe('passed')
  },
  5 * minutes,
)
