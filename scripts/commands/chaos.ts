import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import type { QueueOn } from '../../chaos/plan.ts'
import { hasRedisServer } from '../../chaos/redis.ts'
import { report } from '../../chaos/report.ts'
import { type ChaosRun, runChaos } from '../../chaos/run-chaos.ts'
import { readArguments, runCommand } from '../command-line.ts'
import { loadEnvironment } from '../environment.ts'

// `npm run chaos`: one run after the other, each from an empty data directory. Prints what each has shown and writes chaos/results.json.

const usage = 'npm run chaos -- [--seed N] [--seeds HOW_MANY] [--actions N | --short] [--queue postgres|redis]'
const output = resolve('chaos/results.json')

await runCommand(async () => {
  const { values } = readArguments(
    {
      seed: { type: 'string' },
      seeds: { type: 'string' },
      actions: { type: 'string' },
      short: { type: 'boolean' },
      queue: { type: 'string' },
    },
    usage,
  )
  const first = whole('seed', values.seed, 1)
  const seeds = whole('seeds', values.seeds, 1)
  const actions = values.short === true ? 60 : whole('actions', values.actions, 500)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const stopping = new AbortController()
  // Not only once: a Ctrl-C reaches this process from the terminal and from whatever started it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(signal, () => stopping.abort())

  const { REDIS_URL: redisUrl } = loadEnvironment().env
  const redis = redisUrl !== undefined || hasRedisServer()
  if (!redis) say('Redis: skipped. There is no redis-server on this machine, and REDIS_URL is not set.')
  const runs: ChaosRun[] = []
  for (let seed = first; seed < first + seeds; seed += 1) {
    const run = await runChaos({ seed, actions, queue: queueFor(seed, values.queue, redis), redisUrl, signal: stopping.signal, say })
    runs.push(run)
    process.stdout.write(`${report(run)}\n`)
    await writeFile(output, `${JSON.stringify({ ranAt: new Date().toISOString(), redis, runs }, null, 2)}\n`)
  }
  const passed = runs.filter(({ verdict }) => verdict.outcome === 'passed').length
  process.stdout.write(`\n${passed} of ${runs.length} seeds passed. All counts: ${output}\n`)
  return passed === runs.length ? 0 : 1
})

/** Where nothing else is said: PostgreSQL for even seeds, Redis for odd ones if there is one. */
function queueFor(seed: number, wanted: string | undefined, redis: boolean): QueueOn {
  if (wanted === undefined) return redis && seed % 2 === 1 ? 'redis' : 'postgres'
  if (wanted !== 'postgres' && wanted !== 'redis') throw new AppError('invalid', `--queue is postgres or redis, not "${wanted}": ${usage}`)
  if (wanted === 'redis' && !redis) throw new AppError('unavailable', 'There is no redis-server on this machine, and REDIS_URL is not set.')
  return wanted
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  const value = Number(text ?? otherwise)
  if (Number.isInteger(value) && value >= 1) return value
  throw new AppError('invalid', `--${name} is a whole number from 1 on, not "${text}": ${usage}`)
}
