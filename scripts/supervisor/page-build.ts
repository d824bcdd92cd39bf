import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import type { LogSink } from './log-sink.ts'

/** What the built pages are made of. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
  'package-lock.json',
]
const stamp = resolve('.next/countersign-build')

/** Whether the built pages are older than what they are made of: their contents count, not their times. */
export function buildIsStale(): boolean {
  if (!existsSync(resolve('.next/BUILD_ID')) || !existsSync(stamp)) return true
  return readFileSync(stamp, 'utf8') !== hashOfSources()
}

/** Builds the pages. Throws AppError 'internal' with the end of what the build said. */
export async function buildPages(given: { environment: Record<string, string>; log: LogSink; signal: AbortSignal }): Promise<void> {
  const { environment, log, signal } = given
  const hash = hashOfSources()
  rmSync(stamp, { force: true })
  const flags = ['--disable-warning=ExperimentalWarning', resolve('node_modules/next/dist/bin/next'), 'build']
  const child = spawn(process.execPath, flags, {
    env: environment as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  for (const stream of [child.stdout, child.stderr]) log.follow('build', stream, 'out', () => true)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new AppError('internal', `The pages could not be built:\n${log.lastLines('build', 20).join('\n')}`)
  writeFileSync(stamp, hash)
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version)
  for (const source of sources) for (const file of filesOf(resolve(source))) hash.update(file).update('\0').update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const found = readdirSync(path, { withFileTypes: true, recursive: true })
  return found
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}
