import type { Finding, Level } from './findings.ts'
import { countWords } from './words.ts'

const marks: Readonly<Record<Level, string>> = { well: 'ok', waits: 'waits', wrong: 'WRONG' }
const [markWidth, subjectWidth] = [5, 11]

/** One line a finding, aligned; below it the first ids and what to do. The last line is the sum. */
export function reportLines(findings: readonly Finding[]): string[] {
  const indent = ' '.repeat(2 + markWidth + 2 + subjectWidth + 2)
  const lines = findings.flatMap(({ level, subject, says, next, ids = [] }) => [
    `  ${marks[level].padEnd(markWidth)}  ${subject.padEnd(subjectWidth)}  ${says}`,
    ...(ids.length === 0 ? [] : [`${indent}${ids.join('  ')}`]),
    ...(next === undefined ? [] : [`${indent}→ ${next}`]),
  ])
  return [...lines, '', summary(findings)]
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length
  const [bad, waiting] = [count('wrong'), count('waits')]
  const waits = waiting === 0 ? '' : ` ${countWords(waiting, 'thing')} ${waiting === 1 ? 'waits' : 'wait'} for a person or another system.`
  return `  ${bad === 0 ? 'Nothing is wrong.' : `${countWords(bad, 'thing')} ${bad === 1 ? 'is' : 'are'} wrong.`}${waits}`
}
