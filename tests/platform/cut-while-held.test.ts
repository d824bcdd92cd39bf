import { expect, test } from 'vitest'
import { testPlatform } from '../support/test-platform.ts'

const platform = await testPlatform()

test('a connection is cut while it is held between two statements: the process goes on', async () => {
  const client = await platform.pool.connect()
  const ended = new Promise((resolve) => client.once('end', resolve))
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  await platform.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await ended
  client.release(true)
  expect((await platform.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
