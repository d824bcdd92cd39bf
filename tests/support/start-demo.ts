import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { childEnvironment } from '#lib/platform/env.ts'
import { findFreePorts } from '#scripts/free-port.ts'
import { cleanUp } from './clean-up.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface Fault {
  path: string
  method?: string
  mode: '500' | '429' | 'timeout' | 'slow' | 'drop_before' | 'drop_after' | 'garbage'
  count?: number
}

export interface DemoControl {
  url: string
  smtpUrl: string
  /** One item per effect that this action had. */
  journal(actionId: string): Promise<{ at: string; operation: string; key: string; effect: string }[]>
  /** One item per request that came in for this action. */
  requests(actionId: string): Promise<unknown[]>
  addFault(fault: Fault): Promise<void>
  clearFaults(): Promise<void>
}

export interface Demo extends DemoControl {
  /** Ends the process; its data stay for the next `start`. */
  stop(signal?: NodeJS.Signals): Promise<void>
  start(): Promise<void>
}

/** The back office's own doors for tests, wherever it runs. */
export function demoControl(url: string, smtpUrl: string): DemoControl {
  const items = async <T>(path: string, key: string) => {
    const answer = await fetch(`${url}${path}?key=${encodeURIComponent(key)}`)
    return ((await answer.json()) as { items: T[] }).items
  }
  return {
    url,
    smtpUrl,
    journal: (key) => items('/_journal', key),
    requests: (key) => items('/_requests', key),
    async addFault(fault) {
      const answer = await fetch(`${url}/_faults`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method: '*', count: 1, ...fault }),
      })
      if (!answer.ok) throw new Error(`the back office refused the fault: ${await answer.text()}`)
    },
    async clearFaults() {
      await fetch(`${url}/_faults`, { method: 'DELETE' })
    },
  }
}

/** The demo back office as a process of its own, with fresh data, on free ports. */
export async function startDemo(): Promise<Demo> {
  const folder = await temporaryFolder()
  let port = await findFreePorts(2)
  let child: ReturnType<typeof launch> | null = null

  function launch() {
    const flags = ['--disable-warning=ExperimentalWarning', resolve('demo/main.ts'), 'demo']
    const environment = childEnvironment({ DEMO_PORT: String(port), DATA_DIR: folder.path })
    return spawn(process.execPath, flags, { env: environment as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'inherit'] })
  }
  const start = async () => {
    child = launch()
    if (!(await saysReady(child.stdout))) throw new Error('the demo back office ended before it was ready')
    child.stdout.resume()
  }
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }
  cleanUp(async () => {
    await stop('SIGKILL')
    await folder.remove()
  })
  // Ports that were free a moment ago may be another test's by now.
  for (let tries = 1; ; tries++) {
    try {
      await start()
      break
    } catch (error) {
      if (tries === 3) throw error
      port = await findFreePorts(2)
    }
  }
  return { ...demoControl(`http://127.0.0.1:${port}`, `smtp://127.0.0.1:${port + 1}`), start, stop }
}

async function saysReady(output: Readable): Promise<boolean> {
  for await (const line of createInterface({ input: output })) if (line.includes('"ready":true')) return true
  return false
}
