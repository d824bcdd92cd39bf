import type { QueueRate } from './measure-rate.ts'
import { type LedgerResults, ledgerPlan } from './run-ledger.ts'

type Row = readonly [figure: string, value: string]

/** The ledger's figures beside what they should be. */
export function ledgerRows({ postgres, redis, isolation, lists, audit, memory, recovery }: LedgerResults): Row[] {
  return [
    ['the ledger alone', 'measured (aim)'],
    ...rateRows(postgres, 10, 15),
    ...(redis === null ? [['  queue on Redis', 'skipped: no redis-server on this machine'] as const] : rateRows(redis, 6, 12)),
    [
      '  the others’ p95 while one hangs',
      `${isolation.ratio.toFixed(2)} times: ${ms(isolation.whileOneHangs)} for ${ms(isolation.alone)} (not over 1.2 times)`,
    ],
    [`  looks over ${lists.rows.toLocaleString('en')} actions, worst p95`, `${ms(lists.worstP95)} (under 20 ms)`],
    ...Object.entries(lists.looks).map(([look, { p50, p95 }]): Row => [`    ${look}`, `p50 ${ms(p50)}, p95 ${ms(p95)}`]),
    ['  audit events verified a second', `${Math.round(audit.perSecond).toLocaleString('en')} (over 100,000)`],
    [
      '  memory of a worker',
      `${memory.ratio.toFixed(2)} times: ${memory.few.mib.toFixed(0)} MiB after ${memory.few.actions}, ${memory.many.mib.toFixed(0)} after ${memory.many.actions} (under 1.2 times)`,
    ],
    ['  a worker dies: its actions move after', `${recovery.seconds.toFixed(1)} s (under ${recovery.leaseSeconds + 5} s)`],
  ]
}

function rateRows(rate: QueueRate, share: number, reachedMs: number): Row[] {
  const { clients, crowd } = ledgerPlan.rate
  return [
    [
      `  queue on ${rate.queue}: actions a second, ${clients} clients`,
      `${rate.perSecond.toFixed(0)}, 1/${(1 / rate.ratioToCommits).toFixed(1)} of ${rate.commitsPerSecond.toFixed(0)} raw commits (1/${share})`,
    ],
    [
      `    with ${crowd} clients, more than a lane has places`,
      `${rate.crowded.perSecond.toFixed(0)}, 1/${(1 / rate.crowded.ratioToCommits).toFixed(1)}`,
    ],
    ['    request to settled', `p50 ${ms(rate.latency.p50)}, p95 ${ms(rate.latency.p95)}`],
    [
      '    idle: request to the connector’s first byte',
      `p50 ${ms(rate.reachedAlone.p50)}, p95 ${ms(rate.reachedAlone.p95)} (under ${reachedMs} ms)`,
    ],
  ]
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
}
