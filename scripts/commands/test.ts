import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { childEnvironment } from '#lib/platform/env.ts'
import { createLogSink } from '../supervisor/log-sink.ts'
import { buildIsStale, buildPages } from '../supervisor/page-build.ts'
import { endLeftOvers } from '../test/left-overs.ts'
import { findQueueTests } from '../test/queue-tests.ts'
import { noRedis, startRedisServer } from '../test/redis-server.ts'
import { countOf, failuresOf, type TestCounts } from '../test/vitest-counts.ts'

// Everything that continuous integration runs. Each check that is no test counts as one.

const binary = (...parts: string[]) => resolve('node_modules', ...parts)
/** The whole run has a temporary folder of its own, open to walk through for PostgreSQL's user, and gone after it. */
const folder = await mkdtemp(join(tmpdir(), 'countersign-run-'))
await chmod(folder, 0o711)
const environment = childEnvironment({ TMPDIR: folder, NEXT_TELEMETRY_DISABLED: '1', CI: '1', FORCE_COLOR: undefined, NODE_ENV: undefined })
const total: TestCounts = { passed: 0, failed: 0 }
const failures: string[] = []
const stopping = new AbortController()

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())
process.once('disconnect', () => stopping.abort())

try {
  await check('format and lint', [binary('@biomejs/biome/bin/biome'), 'ci', '--colors=off'])
  // What an earlier build or a running `npm run dev` wrote speaks of pages that may be gone by now.
  for (const path of ['.next/types', '.next/dev/types', 'next-env.d.ts']) await rm(path, { recursive: true, force: true })
  await check('types', [binary('typescript/bin/tsc'), '--noEmit', '-p', '.'])
  await check('architecture', [resolve('scripts/commands/architecture.ts')])
  await check('unused code', [binary('knip/bin/knip.js'), '--no-progress'])
  await tests('unit and integration', ['--project', 'unit', '--project', 'integration'])
  await testsOnRedis()
  if (await build()) await tests('end to end', ['--project', 'e2e'])
  else failures.push('end to end: not run, there is nothing to run')
} finally {
  await endLeftOvers(folder)
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
for (const failure of failures) say(`  failed: ${failure}`)
if (stopping.signal.aborted) total.failed += 1
say(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

/** One program that is right or wrong. What it says is shown when it is wrong. */
async function check(title: string, command: string[]): Promise<void> {
  const { code, output, seconds } = await run(command, false)
  judge(title, code === 0, seconds, code === 0 ? '' : output)
}

/** The pages as they are shipped; the tests in the browser run on them. */
async function build(): Promise<boolean> {
  if (stopping.signal.aborted) return false
  const began = performance.now()
  const log = createLogSink(folder, { terminal: true, write: () => undefined })
  const buildEnvironment = { ...environment, NODE_ENV: 'production', __NEXT_PROCESSED_ENV: 'true' }
  const problem = buildIsStale()
    ? await buildPages({ environment: buildEnvironment, log, signal: stopping.signal }).then(
        () => '',
        (error: Error) => error.message,
      )
    : ''
  judge('build', problem === '', (performance.now() - began) / 1000, problem)
  return problem === ''
}

/** What depends on the queue once more, on Redis. With REDIS_URL everything above ran on that one already. */
async function testsOnRedis(): Promise<void> {
  if (environment.REDIS_URL !== undefined || stopping.signal.aborted) return
  const redis = await startRedisServer({ folder: join(folder, 'redis') })
  if (redis === null) return say(`- skipped on Redis: ${noRedis}`)
  try {
    await tests('queue on Redis', ['--project', 'integration', ...findQueueTests()], { REDIS_URL: redis.url })
  } finally {
    await redis.kill()
  }
}

async function tests(title: string, selection: string[], changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const report = join(folder, `${title.replaceAll(' ', '-')}.json`)
  const command = [binary('vitest/vitest.mjs'), 'run', ...selection, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code, seconds } = await run(command, true, changes)
  const read = await readFile(report, 'utf8').catch(() => null)
  const counts = countOf(read, code)
  total.passed += counts.passed
  total.failed += counts.failed
  if (counts.failed > 0) failures.push(`${title}: ${counts.failed}`, ...failuresOf(read, process.cwd()).map((what) => `  ${what}`))
  say(`${counts.failed === 0 ? '✓' : '✗'} ${title}: ${counts.passed} passed, ${counts.failed} failed (${seconds.toFixed(1)} s)`)
}

async function run(
  command: string[],
  shown: boolean,
  changes: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string; seconds: number }> {
  if (stopping.signal.aborted) return { code: null, output: 'stopped', seconds: 0 }
  const began = performance.now()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...command], {
    env: { ...environment, ...changes } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
    signal: stopping.signal,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const [code] = (await once(child, 'close').catch(() => [null])) as [number | null]
  return { code, output, seconds: (performance.now() - began) / 1000 }
}

function judge(title: string, right: boolean, seconds: number, output: string): void {
  total[right ? 'passed' : 'failed'] += 1
  if (!right) failures.push(title)
  if (output !== '') process.stdout.write(`${output.trimEnd()}\n`)
  say(`${right ? '✓' : '✗'} ${title} (${seconds.toFixed(1)} s)`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
