import { expect, test } from 'vitest'
import { newTraceId, traceIdOf, traceparent } from './trace.ts'

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const read = (value?: string) => traceIdOf(new Headers(value === undefined ? {} : { traceparent: value }))

test('a well-formed trace is taken', () => {
  expect(read(`00-${trace}-00f067aa0ba902b7-01`)).toBe(trace)
  expect(read(`cc-${trace}-00f067aa0ba902b7-01-what-the-future-brings`)).toBe(trace)
  expect(read(traceparent(trace))).toBe(trace)
})

test.each([
  undefined,
  '',
  'nonsense',
  `ff-${trace}-00f067aa0ba902b7-01`,
  `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`,
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `00-${trace}x-00f067aa0ba902b7-01`,
])('a malformed one is replaced: %s', (value) => {
  const made = read(value)
  expect(made).toMatch(/^[0-9a-f]{32}$/)
  expect(made).not.toBe(trace)
})

test('no two are alike', () => {
  expect(newTraceId()).not.toBe(newTraceId())
})
