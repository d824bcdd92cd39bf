import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

export interface TestCounts {
  passed: number
  failed: number
}

interface Assertion {
  status: string
  fullName: string
  failureMessages: string[] | null
}

interface Report {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; status: string; message: string; assertionResults: Assertion[] }[]
}

/**
 * Counts of a run from its JSON report. A file that could not even be loaded counts as one failure, and so does a run
 * that ended badly although each test passed (an error outside any test), or without a report.
 */
export function countOf(report: string | null, code: number | null): TestCounts {
  if (report === null) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as Report
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = numFailedTests + broken.length
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed }
}

/**
 * What failed in a run, two lines each: where, and the first line of what was seen there. The output of a long run is
 * often kept by its end only, and that has to say what to look at.
 *
 * @param root the folder that the files' names are told from
 */
export function failuresOf(report: string | null, root: string): string[] {
  if (report === null) return []
  const { testResults } = JSON.parse(report) as Report
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length > 0) return failed.map((test) => line(`${file} > ${test.fullName}`, test.failureMessages?.[0]))
    return status === 'failed' ? [line(file, message)] : []
  })
}

function line(where: string, seen = ''): string {
  return `${where}\n      ${stripVTControlCharacters(seen).split('\n')[0]?.slice(0, 400)}`
}
