import type { ActionStatus } from '#lib/core/index.ts'

/** How each state of an action is called, where only the word is needed. */
export const statusWords: Readonly<Record<ActionStatus, string>> = {
  requested: 'preparing',
  awaiting_approval: 'waits',
  queued: 'next in line',
  running: 'running',
  outcome_unknown: 'unknown',
  succeeded: 'done',
  failed: 'failed',
  denied: 'not allowed',
  rejected: 'rejected',
  expired: 'expired',
  cancelled: 'withdrawn',
}
