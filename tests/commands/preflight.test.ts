import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { cleanUp } from '../support/clean-up.ts'
import { beginSystem } from '../support/start-system.ts'

async function lines(variables: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  const begun = await beginSystem({ variables })
  const code = await begun.exited
  const said = begun.output().split('\n')
  return { code, lines: said.filter((line) => line.trim() !== '' && !/^ {2}\S.* \d+\.\d s$/.test(line)) }
}

test('a bad value in the environment: one line that names it, and no start', async () => {
  const { code, lines: said } = await lines({ PORT: 'eighty' })
  expect(code).toBe(1)
  expect(said).toEqual([expect.stringMatching(/^PORT: given is "eighty", wanted is a port number/)])
})

test('a taken port: one line with the port and what to do', async () => {
  const squatter = createServer().listen(0, '127.0.0.1')
  cleanUp(async () => void squatter.close())
  await new Promise((resolve) => squatter.once('listening', resolve))
  const { port } = squatter.address() as { port: number }
  for (const name of ['PORT', 'DEMO_PORT']) {
    const { code, lines: said } = await lines({ [name]: String(port) })
    expect(code).toBe(1)
    expect(said).toEqual([expect.stringMatching(new RegExp(`^Port ${port} is taken\\. .*${name}`))])
  }
})

test('two services on one port are refused before anything starts', async () => {
  const { code, lines: said } = await lines({ PORT: '24001', DEMO_PORT: '24000' })
  expect(code).toBe(1)
  expect(said).toEqual([expect.stringContaining('Port 24001 is wanted twice')])
})

test('a DATABASE_URL where nothing listens: one line without its password', async () => {
  const { code, lines: said } = await lines({ DATABASE_URL: 'postgresql://me:hush@127.0.0.1:1/nothing' })
  expect(code).toBe(1)
  expect(said).toEqual([expect.stringMatching(/^DATABASE_URL: 127\.0\.0\.1:1\/nothing: nothing listens there/)])
})

test('open to the network with the demo passwords live: refused', async () => {
  const { code, lines: said } = await lines({ HOST: '0.0.0.0' })
  expect(code).toBe(1)
  expect(said).toEqual([expect.stringMatching(/^HOST is 0\.0\.0\.0, .*passwords/)])
})
