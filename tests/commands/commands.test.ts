import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { childEnvironment, publicVariableNames } from '#lib/platform/env.ts'
import { findRunningPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { cleanUp } from '../support/clean-up.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = await temporaryFolder()
cleanUp(folder.remove)

async function run(command: string, ...args: string[]) {
  const unset = Object.fromEntries(publicVariableNames.map((name) => [name, '']))
  const flags = ['--disable-warning=ExperimentalWarning', resolve(`scripts/commands/${command}.ts`)]
  const child = spawn(process.execPath, [...flags, ...args], {
    env: childEnvironment({ ...unset, DATA_DIR: folder.path }) as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const read = async (stream: NodeJS.ReadableStream) => {
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    return text
  }
  const [out, error, [code]] = await Promise.all([read(child.stdout), read(child.stderr), once(child, 'close') as Promise<[number | null]>])
  return { out, error, code }
}

test('a key, while nothing runs: stdout is the key alone, and no database stays behind', async () => {
  const { out, code } = await run('key', '--name', 'script', '--owner', 'member@acme.test', '--scope', 'decide')
  expect(code).toBe(0)
  expect(out).toMatch(/^cs_[\w-]{40,}\n$/)
  expect(await findRunningPostgres(folder.path)).toBeNull()
})

test('a key for nobody: one line that names the address, and exit code 1', async () => {
  const { out, error, code } = await run('key', '--name', 'script', '--owner', 'nobody@acme.test')
  expect(code).toBe(1)
  expect(out).toBe('')
  expect(error).toContain('There is no active person with the e-mail address nobody@acme.test.')
})

test('words that the command does not know: the usage, and no database is started', async () => {
  const { error, code } = await run('key', '--nam', 'script')
  expect(code).toBe(1)
  expect(error).toContain('npm run key -- --name NAME --owner EMAIL')
  expect(error).not.toContain('database')
})

test('a connection from a file, while nothing runs: says what it made and what still needs an admin', async () => {
  const asked = ['tests/fixtures/garden-openapi.yaml', '--name', 'garden', '--base-url', 'http://127.0.0.1:4000']
  const { error, ...refused } = await run('connect', ...asked, '--concurrency', 'many')
  expect(refused).toEqual({ code: 1, out: '' })
  expect(error).toContain('concurrency: a whole number from 1 to 10,000')
  const { out, code } = await run('connect', ...asked, '--concurrency', '4')
  expect(code).toBe(0)
  expect(out).toMatch(/^Made the connection garden \(.+\) with \d+ operations:\n/)
  expect(out).toContain('unconfirmed: needs an admin’s approval')
  const again = await run('connect', ...asked)
  expect(again).toMatchObject({ code: 1, out: '' })
  expect(again.error).toContain('There is a connection called garden already.')
})

test('a document that is not there: one line', async () => {
  expect(await run('connect', 'nowhere.yaml', '--name', 'garden')).toEqual({ code: 1, out: '', error: 'There is no file nowhere.yaml.\n' })
})
