/** The states of an action and the only ways between them (the contract's table). */
export const actionStatuses = [
  'requested',
  'awaiting_approval',
  'queued',
  'running',
  'outcome_unknown',
  'succeeded',
  'failed',
  'denied',
  'rejected',
  'expired',
  'cancelled',
] as const
export type ActionStatus = (typeof actionStatuses)[number]

export const transitions: Readonly<Record<ActionStatus, readonly ActionStatus[]>> = {
  requested: ['queued', 'awaiting_approval', 'denied', 'failed', 'cancelled'],
  awaiting_approval: ['queued', 'rejected', 'expired', 'cancelled', 'awaiting_approval'],
  queued: ['running', 'cancelled', 'awaiting_approval', 'denied', 'expired'],
  running: ['succeeded', 'failed', 'queued', 'outcome_unknown'],
  outcome_unknown: ['succeeded', 'failed', 'queued'],
  succeeded: [],
  failed: [],
  denied: [],
  rejected: [],
  expired: [],
  cancelled: [],
}

export function mayMove(from: ActionStatus, to: ActionStatus): boolean {
  return transitions[from].includes(to)
}

/** Settled: nothing changes it any more. */
export function isSettled(status: ActionStatus): boolean {
  return transitions[status].length === 0
}

/** Settled, or waiting for a person. */
export function isAtRest(status: ActionStatus): boolean {
  return isSettled(status) || status === 'awaiting_approval' || status === 'outcome_unknown'
}
