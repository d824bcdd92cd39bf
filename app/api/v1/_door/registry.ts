import * as actionCancel from '../actions/[id]/cancel/route.ts'
import * as actionDecisionChallenge from '../actions/[id]/decision/challenge/route.ts'
import * as actionDecision from '../actions/[id]/decision/route.ts'
import * as actionNotes from '../actions/[id]/notes/route.ts'
import * as actionReceipt from '../actions/[id]/receipt/route.ts'
import * as actionResolve from '../actions/[id]/resolve/route.ts'
import * as actionRetry from '../actions/[id]/retry/route.ts'
import * as action from '../actions/[id]/route.ts'
import * as actionStory from '../actions/[id]/story/route.ts'
import * as actionUndo from '../actions/[id]/undo/route.ts'
import * as actions from '../actions/route.ts'
import * as approvals from '../approvals/route.ts'
import * as auditConsistency from '../audit/consistency/route.ts'
import * as auditErase from '../audit/erase/route.ts'
import * as auditExport from '../audit/export/route.ts'
import * as audit from '../audit/route.ts'
import * as auditVerify from '../audit/verify/route.ts'
import * as budgets from '../budgets/route.ts'
import * as connectionAccess from '../connections/[id]/access/route.ts'
import * as operationConfirm from '../connections/[id]/operations/[name]/confirm/route.ts'
import * as connections from '../connections/route.ts'
import * as planRequests from '../conversations/[id]/plan/requests/route.ts'
import * as conversation from '../conversations/[id]/route.ts'
import * as conversationStream from '../conversations/[id]/stream/route.ts'
import * as conversationTurns from '../conversations/[id]/turns/route.ts'
import * as conversations from '../conversations/route.ts'
import * as delegationRevoke from '../delegations/[id]/revoke/route.ts'
import * as delegations from '../delegations/route.ts'
import * as events from '../events/route.ts'
import * as examplesExport from '../examples/export/route.ts'
import * as figures from '../figures/route.ts'
import * as grantRevoke from '../grants/[id]/revoke/route.ts'
import * as grants from '../grants/route.ts'
import * as operations from '../operations/route.ts'
import * as pauseLift from '../pauses/[id]/lift/route.ts'
import * as pauses from '../pauses/route.ts'
import * as policies from '../policies/route.ts'
import * as policySimulate from '../policies/simulate/route.ts'
import * as policySuggestions from '../policies/suggestions/route.ts'
import * as reviewAnswer from '../reviews/[id]/answer/route.ts'
import * as review from '../reviews/[id]/route.ts'
import * as teamMembers from '../teams/[name]/members/route.ts'
import * as teams from '../teams/route.ts'
import * as turnUndo from '../turns/[id]/undo/route.ts'
import type { Door, DoorOptions } from './door-types.ts'

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** What a route module exports, as far as it is doors. */
type DoorModule = Partial<Record<Method, Door>>

/** Every route of the API but the document's own, by its address below /api/v1. A test compares this with the file system. */
const routes: readonly { path: string; module: DoorModule }[] = [
  { path: '/operations', module: operations },
  { path: '/connections', module: connections },
  { path: '/connections/{id}/operations/{name}/confirm', module: operationConfirm },
  { path: '/connections/{id}/access', module: connectionAccess },
  { path: '/teams', module: teams },
  { path: '/teams/{name}/members', module: teamMembers },
  { path: '/actions', module: actions },
  { path: '/actions/{id}', module: action },
  { path: '/actions/{id}/story', module: actionStory },
  { path: '/actions/{id}/receipt', module: actionReceipt },
  { path: '/actions/{id}/decision', module: actionDecision },
  { path: '/actions/{id}/notes', module: actionNotes },
  { path: '/actions/{id}/decision/challenge', module: actionDecisionChallenge },
  { path: '/actions/{id}/cancel', module: actionCancel },
  { path: '/actions/{id}/retry', module: actionRetry },
  { path: '/actions/{id}/undo', module: actionUndo },
  { path: '/actions/{id}/resolve', module: actionResolve },
  { path: '/approvals', module: approvals },
  { path: '/reviews/{id}', module: review },
  { path: '/reviews/{id}/answer', module: reviewAnswer },
  { path: '/delegations', module: delegations },
  { path: '/delegations/{id}/revoke', module: delegationRevoke },
  { path: '/conversations', module: conversations },
  { path: '/conversations/{id}', module: conversation },
  { path: '/conversations/{id}/turns', module: conversationTurns },
  { path: '/conversations/{id}/stream', module: conversationStream },
  { path: '/conversations/{id}/plan/requests', module: planRequests },
  { path: '/turns/{id}/undo', module: turnUndo },
  { path: '/events', module: events },
  { path: '/budgets', module: budgets },
  { path: '/grants', module: grants },
  { path: '/grants/{id}/revoke', module: grantRevoke },
  { path: '/pauses', module: pauses },
  { path: '/pauses/{id}/lift', module: pauseLift },
  { path: '/policies', module: policies },
  { path: '/policies/simulate', module: policySimulate },
  { path: '/policies/suggestions', module: policySuggestions },
  { path: '/figures', module: figures },
  { path: '/examples/export', module: examplesExport },
  { path: '/audit', module: audit },
  { path: '/audit/verify', module: auditVerify },
  { path: '/audit/export', module: auditExport },
  { path: '/audit/consistency', module: auditConsistency },
  { path: '/audit/erase', module: auditErase },
]

export interface ListedDoor {
  method: Method
  path: string
  door: DoorOptions
}

/** All doors of the API, in the order of the list. */
export function listDoors(): ListedDoor[] {
  return routes.flatMap(({ path, module }) =>
    methods.flatMap((method) => {
      const found = module[method]
      return found === undefined ? [] : [{ method, path, door: found.door }]
    }),
  )
}
