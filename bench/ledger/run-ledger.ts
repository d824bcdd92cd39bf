import { type AuditSpeed, measureAudit } from './measure-audit.ts'
import { type Isolation, measureIsolation } from './measure-isolation.ts'
import { type Lists, measureLists } from './measure-lists.ts'
import { measureWorkerMemory, type WorkerMemory } from './measure-memory.ts'
import { measureRate, type QueueRate } from './measure-rate.ts'
import { measureRecovery, type Recovery } from './measure-recovery.ts'

export const ledgerPlan = {
  rate: { rounds: 5, clients: 16, crowd: 32, commits: 8_000, actions: 3_000, alone: 100 },
  isolation: { rounds: 5, actions: 200 },
  lists: { rows: 1_000_000, times: 100 },
  audit: { events: 500_000, rounds: 5 },
  memory: { few: 1_000, many: 100_000 },
  recovery: { rounds: 3 },
} as const

export interface LedgerResults {
  postgres: QueueRate
  /** Null: there is no Redis on this machine. */
  redis: QueueRate | null
  isolation: Isolation
  lists: Lists
  audit: AuditSpeed
  memory: WorkerMemory
  recovery: Recovery
}

/** The ledger alone: its own processes and PostgreSQL, without the web and with a connector that does nothing. */
export async function runLedger(redisUrl: string | undefined, say: (step: string) => void): Promise<LedgerResults> {
  const { rate } = ledgerPlan
  say(`the ledger with its queue on PostgreSQL: ${rate.rounds} rounds of ${rate.commits} commits and ${rate.actions} actions`)
  const postgres = await measureRate(rate, undefined)
  if (redisUrl !== undefined) say('the same with its queue on Redis')
  const redis = redisUrl === undefined ? null : await measureRate(rate, redisUrl)
  say('the others while one connection hangs')
  const isolation = await measureIsolation(ledgerPlan.isolation)
  say(`lists, inbox and story over ${ledgerPlan.lists.rows} actions`)
  const lists = await measureLists(ledgerPlan.lists)
  say(`verification of ${ledgerPlan.audit.events} audit events`)
  const audit = await measureAudit(ledgerPlan.audit)
  say(`a worker's memory after ${ledgerPlan.memory.few} and after ${ledgerPlan.memory.many} actions`)
  const memory = await measureWorkerMemory(ledgerPlan.memory)
  say('a worker dies')
  const recovery = await measureRecovery(ledgerPlan.recovery)
  return { postgres, redis, isolation, lists, audit, memory, recovery }
}
