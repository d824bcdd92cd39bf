import { sweepActions } from '#lib/actions/index.ts'
import { sweepTurns } from '#lib/assistant/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { isAppError } from '#lib/core/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { deliverOutbox } from '#lib/platform/outbox.ts'
import { freshForMs, sweepPulses } from '#lib/platform/pulse/index.ts'
import { countWords } from './words.ts'

const mostRounds = 100

/**
 * Does what the workers' own sweeps would do, now: each step is a compare-and-set or a wake-up that may come twice, so it changes
 * nothing to do it again. Answers what was done, one line each.
 */
export async function mend(platform: Platform): Promise<string[]> {
  const done = { lost: 0, expired: 0, reminded: 0, escalated: 0, woken: 0, prepared: 0, told: 0 }
  for (let round = 0; round < mostRounds; round += 1) {
    const swept = await sweepActions(platform)
    done.lost += swept.lost
    done.expired += swept.expired
    done.reminded += swept.reminded
    done.escalated += swept.escalated
    if (round === 0) Object.assign(done, { woken: swept.woken, prepared: swept.prepared, told: swept.told })
    // Only these leave what they were found by; a wake-up is found again until a worker has followed it.
    if (swept.lost + swept.expired + swept.reminded + swept.escalated === 0) break
  }
  const turns = await sweepTurns(platform)
  const delivered = await deliverAll(platform)
  const { sequenced } = await sequenceAudit(platform)
  const forgotten = await sweepPulses(platform, freshForMs)
  const steps: [number, string, string][] = [
    [done.lost, 'attempt', 'of workers that are gone ended'],
    [done.expired, 'action', 'past their time expired'],
    [done.reminded, 'card', 'that waits: those asked are reminded'],
    [done.escalated, 'card', 'that nobody decided escalated'],
    [done.woken, 'connection', 'woken: what waits for it is queued again'],
    [done.prepared, 'action', 'sent to be prepared again'],
    [done.told, 'conversation', 'told again how their actions ended'],
    [turns.lost + turns.woken, 'turn', 'queued again'],
    [delivered, 'outbox row', 'delivered'],
    [sequenced, 'audit event', 'put into the log'],
    [forgotten, 'dead worker', 'forgotten'],
  ]
  return steps.filter(([count]) => count > 0).map(([count, word, what]) => `${countWords(count, word)} ${what}`)
}

async function deliverAll(platform: Platform): Promise<number> {
  let delivered = 0
  for (let round = 0; round < mostRounds; round += 1) {
    // With Redis away the rows stay, and the rest can be mended all the same.
    const moved = await deliverOutbox(platform).catch((error: unknown) => {
      if (isAppError(error, 'unavailable')) return 0
      throw error
    })
    delivered += moved
    if (moved === 0) break
  }
  return delivered
}
