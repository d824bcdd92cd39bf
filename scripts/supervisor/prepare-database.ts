import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import type { LogSink } from './log-sink.ts'
import type { Steps } from './steps.ts'

/** What the preparing process found and made. */
export interface Prepared {
  /** Whether the application works under a role of its own. */
  separateRoles: boolean
  links: { who: string; url: string }[]
}

export type PrepareMessage = { step: string } | { done: Prepared } | { problem: string }

/** Migrates and seeds, and makes the links of the banner, in a process of its own. Throws AppError 'unavailable' with its one line. */
export async function prepareDatabase(given: {
  environment: Record<string, string>
  steps: Steps
  log: LogSink
  signal: AbortSignal
}): Promise<Prepared> {
  const { environment, steps, log, signal } = given
  const flags = ['--disable-warning=ExperimentalWarning', resolve('scripts/run/prepare.ts')]
  const child = spawn(process.execPath, flags, {
    env: environment as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  })
  if (child.stdout) log.follow('prepare', child.stdout, 'out')
  if (child.stderr) log.follow('prepare', child.stderr, 'error')
  let done: Prepared | null = null
  let problem: string | null = null
  child.on('message', (message: PrepareMessage) => {
    if ('step' in message) steps.begin(message.step)
    else if ('done' in message) done = message.done
    else problem = message.problem
  })
  await once(child, 'exit')
  steps.end()
  if (done === null)
    throw new AppError('unavailable', problem ?? `The database could not be prepared: ${log.lastLines('prepare', 3).join(' | ')}`)
  return done
}
