export { type DecisionRequest, decideAction } from './decide-action.ts'
export { type Approval, countApprovals, listApprovals, whyNotResolve } from './list-approvals.ts'
export { onlyLowersOneAmount } from './lowered-amount.ts'
export { whyNotDecide } from './may-decide.ts'
