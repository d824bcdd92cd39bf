export { decideAction } from './decide-action.ts'
export { type Approval, countApprovals, listApprovals, whyNotResolve } from './list-approvals.ts'
export type { DecisionRequest } from './lock-for-decision.ts'
export { decidesFor, whyNotDecide } from './may-decide.ts'
