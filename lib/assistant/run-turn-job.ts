import type { Platform } from '#lib/platform/index.ts'
import { runOutcomes } from './run-outcomes.ts'
import { runTurn } from './run-turn.ts'
import { outcomesPrefix, turnPrefix } from './turn-job.ts'

/** A job of the queue `turns`: `turn/<id>` to run, `outcomes/<conversation id>` to tell. */
export async function runTurnJob(platform: Platform, id: string, worker: string): Promise<void> {
  if (id.startsWith(turnPrefix)) await runTurn(platform, id.slice(turnPrefix.length), worker)
  else if (id.startsWith(outcomesPrefix)) await runOutcomes(platform, id.slice(outcomesPrefix.length))
  else platform.log.error({ id }, 'a job of the turns queue is of no known kind')
}
