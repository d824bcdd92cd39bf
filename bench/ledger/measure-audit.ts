import { recordAuditEvents, sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { withTransaction } from '#lib/platform/index.ts'
import { median } from '../statistics.ts'
import { openLedgerHouse } from './ledger-house.ts'

export interface AuditSpeed {
  events: number
  /** Events checked in a second: the median of the runs. */
  perSecond: number
  runs: number[]
}

const atOnce = 1_000

/** Writes a log like the ledger's own and verifies it `rounds` times, from the first event to the last checkpoint. */
export async function measureAudit({ events, rounds }: { events: number; rounds: number }): Promise<AuditSpeed> {
  const house = await openLedgerHouse()
  try {
    const platform = house.asWorker()
    for (let first = 0; first < events; first += atOnce) {
      const numbers = Array.from({ length: atOnce }, (_, index) => first + index)
      await withTransaction(platform, (tx) =>
        recordAuditEvents(
          tx,
          numbers.map((number) => ({
            kind: 'action.settled',
            actor: { kind: 'system', id: null },
            subject: { kind: 'action', id: platform.ids() },
            content: {
              from: 'running',
              to: 'succeeded',
              attempt: 1,
              result: { number, at: 'https://example.test/things', words: 'It is done.' },
            },
            traceId: '0af7651916cd43dd8448eb211c80319c',
          })),
        ),
      )
    }
    await sequenceAudit(platform, { everything: true })
    const runs: number[] = []
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      const { ok, events: seen } = await verifyAudit(platform)
      if (!ok || seen < events) throw new Error(`the log of the benchmark could not be verified (${seen} events)`)
      runs.push((seen * 1000) / (performance.now() - began))
    }
    return { events, perSecond: median(runs), runs }
  } finally {
    await house.close()
  }
}
