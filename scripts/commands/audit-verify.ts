import { type AuditVerification, verifyAudit } from '#lib/audit/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { runCommand } from '../command-line.ts'
import { withPlatform } from '../with-platform.ts'

/** Prints what verification found; answers 0 when all fits, 1 with the first event that does not. */
export async function printVerification(platform: Platform): Promise<number> {
  const found = await verifyAudit(platform)
  process.stdout.write(`${report(found)}\n`)
  return found.ok ? 0 : 1
}

/** What was found, in plain words. */
export function report({ firstBad, events, erased, checkpoints, notes }: AuditVerification): string {
  const number = (count: number, word: string) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
  const gone = erased === 0 ? '' : ` The content of ${number(erased, 'event')} was erased, as the log says.`
  const remarks = notes.map((note) => `Note: ${note}`)
  if (firstBad === undefined)
    return [`The audit log is whole: ${number(events, 'event')}, ${number(checkpoints, 'checkpoint')}.${gone}`, ...remarks].join('\n')
  const place = firstBad.index === null ? 'not in the log' : `entry ${firstBad.index}`
  const checked = `${number(events, 'event')} and ${number(checkpoints, 'checkpoint')} before it fit.`
  return [
    'The audit log does not fit what was recorded and signed.',
    `First bad event: ${firstBad.eventId ?? 'no record of it is left'} (${place})`,
    firstBad.why,
    checked,
    ...remarks,
  ].join('\n')
}

if (import.meta.main) await runCommand(() => withPlatform('npm run audit:verify', printVerification))
