import { expect, test } from 'vitest'
import { createLog } from './log.ts'

test('a library’s error carries the command that failed, password and all: what it says is written, the command is not', () => {
  const lines: string[] = []
  const log = createLog('info', 'test', { write: (line) => void lines.push(line) })
  const cause = Object.assign(new Error('WRONGPASS'), { command: { name: 'auth', args: ['hunter2'] } })
  log.warn({ error: Object.assign(new Error('not reached', { cause }), { code: 'ECONNREFUSED', command: cause.command }) }, 'away')
  const [line = ''] = lines
  expect(JSON.parse(line)).toMatchObject({
    error: { message: 'not reached', code: 'ECONNREFUSED', cause: { message: 'WRONGPASS' } },
    msg: 'away',
  })
  expect(line).not.toContain('hunter2')
})
