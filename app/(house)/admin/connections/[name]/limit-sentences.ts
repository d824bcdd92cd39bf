import type { ConnectionSettings } from '#lib/connectors/index.ts'
import { retryDefaults } from '#lib/core/index.ts'

const inWords = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 2 })
const counted = (value: number, word: string) => `${inWords(value)} ${word}${value === 1 ? '' : 's'}`

/** What bounds the requests of a connection now, a sentence each. One written by hand keeps its own time and keys. */
export function limitSentences({ kind, settings }: { kind: string; settings: ConnectionSettings }): string[] {
  const { concurrency, ratePerSecond, keyTtlHours, deadlineMs, attempts } = settings
  const keyHours = keyTtlHours ?? retryDefaults.keyTtlMs / 3_600_000
  const seconds = (deadlineMs ?? retryDefaults.deadlineMs) / 1000
  const imported = [
    `Keys are kept for ${counted(keyHours, 'hour')}; an older one is not sent again.`,
    `An answer may take ${counted(seconds, 'second')}.`,
  ]
  return [
    concurrency === undefined ? 'Any number of requests at once.' : `At most ${counted(concurrency, 'request')} at once.`,
    rateSentence(ratePerSecond),
    ...(kind === 'openapi' ? imported : []),
    `At most ${counted(attempts ?? retryDefaults.attempts, 'attempt')}, where an operation says nothing else.`,
  ]
}

function rateSentence(rate: number | undefined): string {
  if (rate === undefined) return 'Any number a second.'
  return rate < 1 ? `At most one in ${inWords(1 / rate)} seconds.` : `At most ${inWords(rate)} a second.`
}
