import { expect, test } from 'vitest'
import { countOf } from './vitest-counts.ts'

const report = (passed: number, failed: number, files: { status: string; assertionResults: { status: string }[] }[] = []) =>
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
