import { expect, test } from 'vitest'
import { countOf, failuresOf } from './vitest-counts.ts'

const report = (passed: number, failed: number, files: object[] = []) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files })

test('counts are those of the report', () => {
  expect(countOf(report(5, 2, [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]), 1)).toEqual({ passed: 5, failed: 2 })
  expect(countOf(report(5, 0), 0)).toEqual({ passed: 5, failed: 0 })
})

test('a file that could not be loaded does not count as nothing', () => {
  expect(countOf(report(5, 0, [{ status: 'failed', assertionResults: [] }]), 1)).toEqual({ passed: 5, failed: 1 })
})

test('a run that ended badly is a failure although each of its tests passed', () => {
  expect(countOf(report(5, 0), 1)).toEqual({ passed: 5, failed: 1 })
  expect(countOf(report(5, 0), null)).toEqual({ passed: 5, failed: 1 })
})

test('a run without a report is a failure', () => {
  expect(countOf(null, 0)).toEqual({ passed: 0, failed: 1 })
})

test('what failed is named with what was seen, a file that did not load too', () => {
  const failing = { status: 'failed', fullName: 'adds two', failureMessages: ['AssertionError: expected 3 to be 4\n    at x.ts:1'] }
  const text = report(1, 1, [
    { name: '/root/tests/a.test.ts', status: 'failed', message: '', assertionResults: [failing, { ...failing, status: 'passed' }] },
    { name: '/root/tests/b.test.ts', status: 'failed', message: 'Cannot find module\nmore', assertionResults: [] },
    { name: '/root/tests/c.test.ts', status: 'passed', message: '', assertionResults: [] },
  ])
  expect(failuresOf(text, '/root')).toEqual([
    'tests/a.test.ts > adds two\n      AssertionError: expected 3 to be 4',
    'tests/b.test.ts\n      Cannot find module',
  ])
  expect(failuresOf(null, '/root')).toEqual([])
})
