import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { AppError } from '#lib/core/index.ts'
import type { LogSink } from './log-sink.ts'

export type Role = 'web' | 'worker' | 'demo'

const firstPauseMs = 500
const longestPauseMs = 5_000
/** Up this long, a child counts as sound again and its next pause is the first one. */
const soundAfterMs = 10_000

export interface SupervisedChild {
  role: Role
  /** Settles when the child is ready for the first time; rejects when it ended `patience` times before that. */
  ready: Promise<void>
  /** Ends it, and lets it come back with its environment as it is then. */
  restart(): void
  /** Kills it as a crash would; it comes back like after one. Answers its process number, null when it is not running just now. */
  kill(): number | null
  /** Ends it for good: SIGTERM, and SIGKILL after `patienceMs`. */
  stop(patienceMs: number): Promise<void>
}

/** Runs `script` with its role as a word of its command line, and starts it again whenever it ends. */
export function superviseChild(given: {
  role: Role
  script: string
  flags?: readonly string[]
  environment: () => Record<string, string>
  /** Once the child has said that it listens: whether it answers. */
  answers?: () => Promise<boolean>
  /** Hears what the child asks for, and answers it; null: that is nothing to answer. */
  onMessage?: (message: unknown) => object | null
  log: LogSink
  patience?: number
}): SupervisedChild {
  const { role, script, flags = [], environment, answers = async () => true, onMessage, log, patience = 3 } = given
  const first = Promise.withResolvers<void>()
  first.promise.catch(() => undefined)
  let child: ChildProcess | null = null
  let stopping = false
  let pauseMs = firstPauseMs
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  let wasReady = false

  const launch = () => {
    const nodeFlags = ['--disable-warning=ExperimentalWarning', '--import', resolve('scripts/run/follow-parent.ts')]
    // A session of its own: Ctrl-C in the terminal reaches the supervisor alone, which ends all in order.
    const mine = spawn(process.execPath, [...nodeFlags, resolve(script), role, ...flags], {
      env: environment() as unknown as NodeJS.ProcessEnv,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const began = performance.now()
    child = mine
    if (mine.stdout) log.follow(role, mine.stdout, 'out', isReadyLine)
    if (mine.stderr) log.follow(role, mine.stderr, 'error')
    if (onMessage !== undefined) {
      mine.on('message', (message) => {
        const answer = onMessage(message)
        // It may be gone by now.
        if (answer !== null && mine.connected) mine.send(answer, () => undefined)
      })
    }
    mine.once('error', (error) => log.say(role, 50, `could not be started: ${error.message}`))
    mine.once('exit', (code, signal) => {
      child = null
      if (stopping) return
      if (performance.now() - began > soundAfterMs) pauseMs = firstPauseMs
      if (!wasReady && ++failures >= patience) {
        const said = log.lastLines(role, 20)
        const cause = said.findLast((line) => /^\w*Error\b[^:]*: ./.test(line)) ?? said.at(-1) ?? 'it said nothing'
        first.reject(
          new AppError(
            'unavailable',
            `The ${role} process ended ${failures} times while starting: ${cause.trim()} (more in ${log.folder}/${role}.log)`,
          ),
        )
      }
      log.say(role, 40, `ended (${signal ?? `code ${code}`}), starts again in ${(pauseMs / 1000).toFixed(1)} s`)
      timer = setTimeout(launch, pauseMs)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }
  const isReadyLine = (line: string) => {
    if (!line.startsWith('{"ready":true')) return false
    void becomeReady()
    return true
  }
  const becomeReady = async () => {
    while (!stopping && child !== null && !(await answers().catch(() => false))) await new Promise((go) => setTimeout(go, 50))
    if (child === null) return
    wasReady = true
    first.resolve()
  }
  launch()

  return {
    role,
    ready: first.promise,
    restart: () => void child?.kill('SIGTERM'),
    kill: () => (child?.kill('SIGKILL') === true ? (child.pid ?? null) : null),
    async stop(patienceMs) {
      stopping = true
      clearTimeout(timer)
      if (child === null || child.exitCode !== null || child.signalCode !== null) return
      const ending = child
      const gone = once(ending, 'exit')
      ending.kill('SIGTERM')
      const late = setTimeout(() => ending.kill('SIGKILL'), patienceMs)
      await gone
      clearTimeout(late)
    },
  }
}
