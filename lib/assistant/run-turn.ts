import type { UIMessageChunk } from 'ai'
import { AppError, isAppError } from '#lib/core/index.ts'
import { failureFacts, failureWords } from '#lib/models/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { type ClaimedTurn, claimTurn } from './claim-turn.ts'
import { converse } from './converse.ts'
import { endTurn, type TurnEnd } from './end-turn.ts'
import { loadOutcomes } from './outcomes-message.ts'
import { plainOutcomes } from './plain-outcomes.ts'
import { ModelFailure } from './stream-step.ts'
import { maxTurnClaims, turnRenewMs } from './tunables.ts'
import { openContext, storedChunks } from './turn-context.ts'
import { openTurnLog, type TurnLog, TurnLost } from './turn-log.ts'

/** A worker's whole part in one turn. Safe to call twice, and again after a worker died in it. */
export async function runTurn(platform: Platform, turnId: string, worker: string): Promise<void> {
  const turn = await claimTurn(platform, turnId)
  if (turn === null) return
  const stored = await storedChunks(platform, turn.id)
  const log = openTurnLog(platform, turn, stored.nextIndex)
  const renewing = setInterval(() => void log.store(async () => undefined).catch(() => undefined), turnRenewMs)
  try {
    await endTurn(platform, turn, log, await work(platform, turn, log, stored.chunks, worker))
  } catch (error) {
    if (error instanceof TurnLost) return
    // What cannot be written cannot be ended either: the lease runs out, and the sweep lets another worker go on.
    platform.log.error({ err: log.lost.reason ?? error, turnId, worker }, 'a turn could not be brought to its end')
  } finally {
    clearInterval(renewing)
  }
}

async function work(
  platform: Platform,
  turn: ClaimedTurn,
  log: TurnLog,
  streamed: readonly UIMessageChunk[],
  worker: string,
): Promise<TurnEnd> {
  try {
    if (turn.fence > maxTurnClaims) throw new AppError('unavailable', 'The answer was begun several times and never finished. Ask again.')
    await converse(platform, await openContext(platform, turn), log, streamed)
    return { status: 'done' }
  } catch (error) {
    if (log.lost.aborted) throw log.lost.reason
    platform.log.warn({ ...factsOf(error), turnId: turn.id, worker }, 'a turn ended early')
    return { status: 'failed', sentence: await sentenceFor(platform, turn, error) }
  }
}

async function sentenceFor(platform: Platform, turn: ClaimedTurn, error: unknown): Promise<string> {
  if (turn.kind === 'background') return plainOutcomes(await loadOutcomes(platform, turn.outcomes))
  if (error instanceof ModelFailure && error.model.provider !== 'rules') {
    return `${error.model.label} broke off: ${failureWords(error.cause)}. What is shown above stands; ask again to go on.`
  }
  if (isAppError(error) && error.code !== 'internal') return error.message
  return 'Something went wrong here and the answer could not be finished. What is shown above stands; ask again to go on.'
}

/** Of a provider's failure only what can hold no key and no words of a person; our own are told whole. */
function factsOf(error: unknown): object {
  if (error instanceof ModelFailure) return error.model.provider === 'rules' ? { err: error.cause } : failureFacts(error.cause)
  return { err: error }
}
