export { decideAction } from './decide-action.ts'
export { decidedTogetherAtMost, decideMany, type ManyOutcome } from './decide-many.ts'
export {
  type ApprovalFigures,
  approvalFigures,
  type DayFigures,
  type EndingFigures,
  type NamedFigures,
} from './figures/approval-figures.ts'
export { type Ending, endings, type FigureDays, figureDays } from './figures/ended-sql.ts'
export { type FigureFilter, type FigureRow, figureRows } from './figures/figure-rows.ts'
export { approveAndGrant } from './grants/approve-and-grant.ts'
export { whyNotGrant } from './grants/grantable-action.ts'
export { findGrant, type GrantView, listGrants } from './grants/list-grants.ts'
export { makeGrant, newGrantSchema } from './grants/make-grant.ts'
export { type GrantProposal, proposeGrant } from './grants/propose-grant.ts'
export { revokeGrant } from './grants/revoke-grant.ts'
export { type InboxChoice, type InboxChoices, inboxChoices } from './inbox-choices.ts'
export { type InboxFilter, type InboxKind, type InboxSort, inboxKinds, inboxSorts } from './inbox-filter.ts'
export { type Approval, countApprovals, countedAtMost, type InboxPlace, listApprovals, whyNotResolve } from './list-approvals.ts'
export type { DecisionRequest } from './lock-for-decision.ts'
export { decidesFor, mustSign, whyNotDecide } from './may-decide.ts'
export { answerQuestion, askQuestion } from './notes/ask-question.ts'
export { handOver } from './notes/hand-over.ts'
export { getNote, listNotes, type NoteView, noteKinds, notesOf } from './notes/note-view.ts'
export { remind } from './notes/remind.ts'
export { mayAnswer, whyNotAsk, whyNotHandOver, whyNotRemind } from './notes/who-may-note.ts'
export { removeTeam } from './remove-team.ts'
export { askForSignature } from './sign-decision.ts'
