import type { InboxSpeed } from './measure-inbox.ts'
import type { ApprovalResults } from './run-approvals.ts'

/** The approvals' figures beside what they should be. */
export function approvalRows({ verdicts, decisions }: ApprovalResults, inbox: InboxSpeed): (readonly [figure: string, value: string])[] {
  const { rules, allFit, someFit } = verdicts
  return [
    ['approvals', 'measured (aim)'],
    [`  a verdict over ${rules} rules that all speak of it`, `p50 ${ms(allFit.p50)}, p95 ${ms(allFit.p95)} (under 1 ms)`],
    ['    where one in ten does', `p50 ${ms(someFit.p50)}, p95 ${ms(someFit.p95)} (under 1 ms)`],
    ['  from an approver’s yes to the worker’s start', `p50 ${ms(decisions.reached.p50)}, p95 ${ms(decisions.reached.p95)}`],
    ['    until the approver is answered', `p50 ${ms(decisions.answered.p50)}, p95 ${ms(decisions.answered.p95)}`],
    [`  inbox with ${inbox.waiting} waiting, first paint`, `p50 ${ms(inbox.firstPaint.p50)}, p95 ${ms(inbox.firstPaint.p95)}`],
    ['    first card with its buttons awake', `p50 ${ms(inbox.cardShown.p50)}, p95 ${ms(inbox.cardShown.p95)}`],
    ['    a key to the next mark in the list', `p50 ${ms(inbox.marked.p50)}, p95 ${ms(inbox.marked.p95)}`],
    ['    and to the next card', `p50 ${ms(inbox.move.p50)}, p95 ${ms(inbox.move.p95)}`],
  ]
}

function ms(value: number): string {
  return `${value < 1 ? value.toFixed(2) : value.toFixed(1)} ms`
}
