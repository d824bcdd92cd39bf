import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'
import { type System, startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'

const system = await startSystem()

async function doctor(on: System, ...args: string[]): Promise<{ out: string; code: number | null }> {
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const own = { DATA_DIR: on.dataDir, PORT: new URL(on.url).port, DEMO_PORT: new URL(on.demoUrl).port, COUNTERSIGN_API_KEY: '' }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', resolve('scripts/commands/doctor.ts'), ...args], {
    env: childEnvironment({ ...unset, ...own }) as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += String(chunk)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { out, code }
}

test('a real action goes from asking over approval to one effect, and nothing is wrong', async () => {
  const { out, code } = await doctor(system, '--action')
  expect(out).toMatch(/ms {2}asked for mail\.send: [0-9a-f-]{36}, awaiting approval\n/)
  expect(out).toMatch(/ms {2}succeeded after 1 attempt\n.*ms {2}the other system counts 1 effect\n/)
  expect(code).toBe(0)
  const id = /[0-9a-f-]{36}/.exec(out)?.[0] ?? ''
  expect(await system.demo.journal(id)).toHaveLength(1)
  const looked = await waitFor(
    async () => {
      const seen = await doctor(system)
      return seen.code === 0 && /ok {5}queue {8}turns/.test(seen.out) && seen
    },
    { within: 60_000, what: 'a doctor who finds nothing wrong' },
  )
  expect(looked.out).toMatch(/ok {5}workers {6}\S+\/\d+ lives/)
  expect(looked.out).toMatch(/ok {5}queue {8}turns: a canary went through in \d+ ms/)
  expect(await (await fetch(`${system.url}/api/health`)).json()).toMatchObject({ status: 'ok' })
})

test('a mail server that refuses: the action does not work, and the exit code says so', async () => {
  await system.demo.addFault({ path: 'smtp', mode: '500' })
  const { out, code } = await doctor(system, '--action')
  expect(out).toContain('failed after 1 attempt')
  expect(out).toContain('the other system counts 0 effects')
  expect(code).toBe(1)
})

test('the system is down: the doctor says so and looks all the same', async () => {
  await system.stop()
  // A worker that had to be killed counts as alive for seconds.
  await waitFor(
    async () => {
      const { out, code } = await doctor(system, '--json')
      expect(code).toBe(1)
      const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: { level: string; subject: string }[] }
      expect(ok).toBe(false)
      expect(findings.filter(({ level }) => level === 'wrong').map(({ subject }) => subject)).toEqual(['page', 'workers'])
      return true
    },
    { within: 60_000, what: 'a doctor who finds the page and the workers gone, and nothing else' },
  )
})
