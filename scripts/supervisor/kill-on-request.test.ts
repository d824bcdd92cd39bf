import { expect, test } from 'vitest'
import { killOnRequest } from './kill-on-request.ts'
import type { LogSink } from './log-sink.ts'
import type { SupervisedChild } from './supervised-child.ts'

const log = { say: () => undefined } as unknown as LogSink

function supervised() {
  const killed: string[] = []
  const worker = { kill: () => killed.push('worker') && 4242 } as unknown as SupervisedChild
  return { killed, hear: killOnRequest(() => worker, log) }
}

test.each([null, undefined, 'kill', {}, { kill: 'web' }, { kill: 'database' }, { kill: ['worker'] }])('%j kills nobody', (message) => {
  const { killed, hear } = supervised()
  expect(hear(message)).toBeNull()
  expect(killed).toEqual([])
})

test('the worker is killed, and its number is the answer; null where there is none', () => {
  const { killed, hear } = supervised()
  expect(hear({ kill: 'worker' })).toEqual({ killed: 4242 })
  expect(killed).toEqual(['worker'])
  expect(killOnRequest(() => undefined, log)({ kill: 'worker' })).toEqual({ killed: null })
})
