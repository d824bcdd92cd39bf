import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'

export type SystemRole = 'web' | 'worker' | 'demo'

export interface LaunchedSystem {
  url: string
  demoUrl: string
  smtpUrl: string
  dataDir: string
  supervisor: ChildProcess
  /** Settles when it has ended, with its exit code; null when a signal ended it. */
  exited: Promise<number | null>
  /** All that it wrote so far. */
  output(): string
  /** Undefined while it runs. */
  exitCode(): number | null | undefined
  /** Waits for the banner; answers the links that sign in once, by who they are for. Throws when the start fails. */
  banner(): Promise<Record<string, string>>
  pidOf(role: SystemRole): number | null
  /** Ends one of its processes as a crash would. */
  kill(role: SystemRole): void
  /** As Ctrl-C: answers the exit code. */
  stop(): Promise<number | null>
}

/** Starts everything as `npm start` does, on its own ports and data: for tests and measurements. A developer's `.env` has no say. */
export function launchSystem(given: {
  dataDir: string
  port: number
  demoPort: number
  variables?: Readonly<Record<string, string>>
  flags?: readonly string[]
}): LaunchedSystem {
  const { dataDir, port, demoPort, variables = {}, flags = [] } = given
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const own = { DATA_DIR: dataDir, PORT: String(port), DEMO_PORT: String(demoPort) }
  const nodeFlags = ['--disable-warning=ExperimentalWarning', resolve('scripts/supervisor.ts')]
  const supervisor = spawn(process.execPath, [...nodeFlags, ...flags], {
    env: childEnvironment({ ...unset, ...own, ...variables }) as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let code: number | null | undefined
  for (const stream of [supervisor.stdout, supervisor.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const exited = once(supervisor, 'close').then(([ended]: (number | null)[]) => {
    code = ended ?? null
    return code
  })
  const pidOf = (role: SystemRole) => childOf(supervisor.pid ?? 0, role)
  return {
    url: `http://127.0.0.1:${port}`,
    demoUrl: `http://127.0.0.1:${demoPort}`,
    smtpUrl: `smtp://127.0.0.1:${demoPort + 1}`,
    dataDir,
    supervisor,
    exited,
    output: () => text,
    exitCode: () => code,
    async banner() {
      while (code === undefined && !text.includes('Ctrl-C stops everything')) await wait(10)
      if (code !== undefined) throw new Error(`the system ended with ${code}:\n${text}`)
      const links = [...text.matchAll(/^\s+(?:One-time link\s+)?(member|approver|first admin)\s+(http\S+)$/gm)]
      return Object.fromEntries(links.map(([, who, link]) => [who ?? '', link ?? '']))
    },
    pidOf,
    kill(role) {
      const pid = pidOf(role)
      if (pid === null) throw new Error(`there is no ${role} process just now`)
      process.kill(pid, 'SIGKILL')
    },
    async stop() {
      if (code === undefined) supervisor.kill('SIGINT')
      return exited
    },
  }
}

function childOf(parent: number, role: SystemRole): number | null {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  for (const line of lines) {
    const [, pid, ppid, state, args = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (Number(ppid) === parent && !state?.startsWith('Z') && args.split(' ').includes(role)) return Number(pid)
  }
  return null
}
