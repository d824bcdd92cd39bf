import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface KeptProcess {
  /** Null while it is between two lives. */
  pid(): number | null
  /** Answers the exit code; null when it had to be killed or was between two lives. */
  stop(): Promise<number | null>
}

export type SecondWorker = KeptProcess

const pauseMs = 500
/** What is under way may end first, which takes seconds on a busy machine; what takes longer hangs. */
const stopPatienceMs = 20_000

/** A worker process beside the supervisor's own, with the same script, flags and environment, which comes back when it is killed. */
export function startSecondWorker({
  environment,
  dataDir,
}: {
  environment: () => Promise<Record<string, string>>
  dataDir: string
}): SecondWorker {
  return keepProcess({ environment, script: 'workers/main.ts', role: 'worker', logFile: join(dataDir, 'logs/second-worker.log') })
}

/** A process as the supervisor starts it, which comes back half a second after it ended. */
export function keepProcess({
  environment,
  script,
  role,
  logFile,
}: {
  environment: () => Promise<Record<string, string>>
  script: string
  role: string
  logFile: string
}): KeptProcess {
  let child: ChildProcess | null = null
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const launch = async () => {
    const variables = await environment()
    if (stopping) return
    const log = openSync(logFile, 'a', 0o600)
    // It ends by itself when this process is gone: the channel tells it.
    const flags = ['--disable-warning=ExperimentalWarning', '--import', resolve('scripts/run/follow-parent.ts')]
    const mine = spawn(process.execPath, [...flags, resolve(script), role], {
      env: variables as unknown as NodeJS.ProcessEnv,
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    child = mine
    mine.once('exit', () => {
      child = null
      again()
    })
  }
  const again = () => {
    if (!stopping) timer = setTimeout(() => void launch().catch(again), pauseMs)
  }
  void launch().catch(again)

  return {
    pid: () => child?.pid ?? null,
    async stop() {
      stopping = true
      clearTimeout(timer)
      if (child === null) return null
      const ending = child
      const gone = once(ending, 'exit')
      ending.kill('SIGTERM')
      const late = setTimeout(() => ending.kill('SIGKILL'), stopPatienceMs)
      const [code] = (await gone) as [number | null]
      clearTimeout(late)
      return code
    },
  }
}
