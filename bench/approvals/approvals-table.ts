import type { ApprovalResults } from './run-approvals.ts'

/** The approvals' figures beside what they should be. */
export function approvalRows({ verdicts, decisions }: ApprovalResults): (readonly [figure: string, value: string])[] {
  const { rules, allFit, someFit } = verdicts
  return [
    ['approvals', 'measured (aim)'],
    [`  a verdict over ${rules} rules that all speak of it`, `p50 ${ms(allFit.p50)}, p95 ${ms(allFit.p95)} (under 1 ms)`],
    ['    where one in ten does', `p50 ${ms(someFit.p50)}, p95 ${ms(someFit.p95)} (under 1 ms)`],
    ['  from an approver’s yes to the worker’s start', `p50 ${ms(decisions.reached.p50)}, p95 ${ms(decisions.reached.p95)}`],
    ['    until the approver is answered', `p50 ${ms(decisions.answered.p50)}, p95 ${ms(decisions.answered.p95)}`],
  ]
}

function ms(value: number): string {
  return `${value < 1 ? value.toFixed(2) : value.toFixed(1)} ms`
}
