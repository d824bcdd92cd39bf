import { findViolations } from '../architecture.ts'
import { runCommand } from '../command-line.ts'

await runCommand(async () => {
  const violations = await findViolations(process.cwd())
  for (const { rule, from, to, why } of violations) process.stdout.write(`${from} → ${to}\n  ${rule}: ${why}\n`)
  process.stdout.write(violations.length === 0 ? 'Every import keeps to the floors.\n' : `${violations.length} imports break a rule.\n`)
  return violations.length === 0 ? 0 : 1
})
