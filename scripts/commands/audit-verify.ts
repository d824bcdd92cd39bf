import { type AuditVerification, verifyAudit } from '#lib/audit/index.ts'
import { createPlatform, type Platform, readEnv } from '#lib/platform/index.ts'

/** `npm run audit:verify`: prints what verification found; answers 0 when all fits, 1 with the first event that does not. */
export async function main(_argv: readonly string[], platform: Platform = createPlatform(readEnv(), 'command')): Promise<number> {
  try {
    const found = await verifyAudit(platform)
    process.stdout.write(`${report(found)}\n`)
    return found.ok ? 0 : 1
  } finally {
    await platform.close()
  }
}

/** What was found, in plain words. */
export function report({ firstBad, events, checkpoints, notes }: AuditVerification): string {
  const number = (count: number, word: string) => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`
  const remarks = notes.map((note) => `Note: ${note}`)
  if (firstBad === undefined)
    return [`The audit log is whole: ${number(events, 'event')}, ${number(checkpoints, 'checkpoint')}.`, ...remarks].join('\n')
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

if (import.meta.main) process.exitCode = await main(process.argv.slice(2))
