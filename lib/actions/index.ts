export {
  type ActionRow,
  actionInclude,
  type DecisionRow,
  loadAction,
  lockAction,
  policyOf,
  type StoredPolicy,
  statusOf,
} from './action-row.ts'
export { cancelAction } from './cancel-action.ts'
export { claimAction } from './claim-action.ts'
export { outcomesJob } from './dependents.ts'
export { dryRunAction, previewErrand } from './dry-run.ts'
export { enqueueIfReady } from './enqueue-action.ts'
export { type ActionFigures, actionFigures, type WorkerFigures, workerFigures } from './figures.ts'
export { type ActionFilter, getAction, listActions } from './list-actions.ts'
export { markTold } from './mark-told.ts'
export { requireSight, sightFilter } from './may-see.ts'
export { type Actor, type Move, moveAction } from './move-action.ts'
export { type PendingEdit, prepareAction, votesOn } from './prepare-action.ts'
export { type ActionRequest, type Origin, requestAction } from './request-action.ts'
export { type Resolution, resolveAction } from './resolve-action.ts'
export { retryAction } from './retry-action.ts'
export { runAction } from './run-action.ts'
export { actionStory, type StoryItem } from './story.ts'
export { type Swept, sweepActions } from './sweep-actions.ts'
export { type Until, waitForAction } from './wait-for-action.ts'
