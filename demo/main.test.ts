import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFreePorts } from '#scripts/free-port.ts'

let folder: string
let port: number
const children: ChildProcess[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'back-office-main-'))
  port = await findFreePorts(2)
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

function launch(environment: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'demo/main.ts', 'demo'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATA_DIR: folder, DEMO_PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  return child
}

async function firstLine(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<string> {
  const from = child[stream]
  if (from === null) throw new Error(`no ${stream}`)
  const [line] = (await once(createInterface(from), 'line')) as [string]
  return line
}

test('killed with -9 in a crowd of refunds, it starts again with effects, journal and keys that agree', async () => {
  const child = launch()
  expect(JSON.parse(await firstLine(child, 'stdout'))).toEqual({ ready: true, port })
  const refund = (key: string) =>
    fetch(`http://127.0.0.1:${port}/orders/1042/refunds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'x-correlation-id': key },
      body: JSON.stringify({ amount: { amount: '0.10', currency: 'EUR' }, reason: 'test' }),
    }).then(
      ({ status }) => status,
      () => null,
    )
  const keys = Array.from({ length: 200 }, (_none, index) => `crash-${index}`)
  const answered = keys.map(refund)
  await Promise.race(answered)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const first = await Promise.all(answered)

  const again = launch()
  await firstLine(again, 'stdout')
  const journal = async () =>
    ((await (await fetch(`http://127.0.0.1:${port}/_journal`)).json()) as { items: { key: string }[] }).items.map(({ key }) => key)
  const kept = await journal()
  expect(kept).toEqual(expect.arrayContaining(keys.filter((_key, index) => first[index] === 201)))
  await Promise.all(keys.map(refund))
  expect((await journal()).toSorted()).toEqual(keys.toSorted())
  const order = (await (await fetch(`http://127.0.0.1:${port}/orders/1042`)).json()) as { refunded: { amount: string } }
  expect(order.refunded.amount).toBe('20.00')
}, 60_000)

test('a second one on the same ports says so in one line and ends with 1', async () => {
  const second = launch({ DATA_DIR: join(folder, 'second') })
  const ended = once(second, 'exit')
  expect(await firstLine(second, 'stderr')).toContain(`the ports ${port} and ${port + 1}`)
  expect(await ended).toEqual([1, null])
}, 60_000)

test('ends cleanly and soon after SIGTERM, even while a request hangs', async () => {
  const child = children[1] as ChildProcess
  await fetch(`http://127.0.0.1:${port}/_faults`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"path":"*","mode":"timeout"}',
  })
  const hanging = fetch(`http://127.0.0.1:${port}/orders/1042`).catch(() => 'cut')
  const seen = async () => ((await (await fetch(`http://127.0.0.1:${port}/_faults`)).json()) as { items: unknown[] }).items
  await expect.poll(seen).toEqual([])
  const from = performance.now()
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(performance.now() - from).toBeLessThan(5_000)
  expect(await hanging).toBe('cut')
}, 60_000)
