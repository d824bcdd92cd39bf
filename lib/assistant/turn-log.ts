import type { UIMessageChunk } from 'ai'
import { type Platform, type Tx, toJson, withTransaction } from '#lib/platform/index.ts'
import { gatherMs, turnLeaseMs } from './tunables.ts'

/** Somebody else has the turn: this worker was taken for dead. */
export class TurnLost extends Error {
  override readonly name = 'TurnLost'
}

/** What a turn streams, written in batches for anyone to read. Every write renews the lease and fails without it. */
export interface TurnLog {
  /** Queues chunks; they are written within 20 to 150 ms. */
  push(...chunks: UIMessageChunk[]): void
  /** Resolves when all that was pushed is written. Throws TurnLost. */
  flush(): Promise<void>
  /** Writes what was pushed and does `work` in one transaction, under the lease. */
  store(work: (tx: Tx) => Promise<void>): Promise<void>
  /** Aborts, with what went wrong, when nothing can be written any more: the turn was lost, or the database is away. */
  lost: AbortSignal
}

export interface Held {
  id: string
  fence: number
}

export function openTurnLog(platform: Platform, turn: Held, firstIndex: number): TurnLog {
  let index = firstIndex
  let pending: UIMessageChunk[] = []
  let timer: NodeJS.Timeout | undefined
  let chain: Promise<void> = Promise.resolve()
  let lastWrite = Number.NEGATIVE_INFINITY
  let wait: number = gatherMs.least
  const gone = new AbortController()

  const write = async (tx: Tx, chunks: UIMessageChunk[]): Promise<void> => {
    await holdTurn(platform, tx, turn)
    if (chunks.length === 0) return
    await tx.turnChunk.create({ data: { turnId: turn.id, index, chunks: toJson(joined(chunks)) } })
    platform.live.publish(tx, { type: 'turn.chunk', id: turn.id, people: [] })
  }
  const enqueue = (work?: (tx: Tx) => Promise<void>): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const next = chain.then(async () => {
      const chunks = pending
      if (chunks.length === 0 && work === undefined) return
      pending = []
      const started = platform.clock.monotonic()
      await withTransaction(platform, async (tx) => {
        await write(tx, chunks)
        await work?.(tx)
      })
      if (chunks.length > 0) index += 1
      lastWrite = platform.clock.monotonic()
      wait = Math.min(gatherMs.most, Math.max(gatherMs.least, 4 * (lastWrite - started)))
    })
    chain = next
    next.catch((error: unknown) => gone.abort(error))
    return next
  }
  return {
    push(...chunks) {
      pending.push(...chunks)
      if (timer !== undefined || gone.signal.aborted) return
      const delay = Math.max(0, Math.min(gatherMs.most, lastWrite + wait - platform.clock.monotonic()))
      timer = setTimeout(() => void enqueue().catch(() => undefined), delay)
    },
    flush: () => enqueue(),
    store: (work) => enqueue(work),
    lost: gone.signal,
  }
}

/** Renews the lease, and holds the turn's row until the transaction ends. Throws TurnLost when it is another's, or has ended. */
export async function holdTurn(platform: Platform, tx: Tx, { id, fence }: Held): Promise<void> {
  const leaseUntil = new Date(platform.clock.now().getTime() + turnLeaseMs)
  const { count } = await tx.turn.updateMany({ where: { id, fence, status: 'running' }, data: { leaseUntil } })
  if (count !== 1) throw new TurnLost('the turn is held by another worker')
}

/** Neighbouring pieces of one text as one. */
function joined(chunks: readonly UIMessageChunk[]): UIMessageChunk[] {
  const out: UIMessageChunk[] = []
  for (const chunk of chunks) {
    const last = out.at(-1)
    if (chunk.type === 'text-delta' && last?.type === 'text-delta' && last.id === chunk.id) {
      out[out.length - 1] = { ...last, delta: last.delta + chunk.delta }
    } else out.push(chunk)
  }
  return out
}
