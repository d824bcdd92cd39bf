import { type DecisionSpeed, measureDecisions } from './measure-decisions.ts'
import { measureVerdicts, type VerdictSpeed } from './measure-verdicts.ts'

const approvalsPlan = {
  verdicts: { rules: 500, rounds: 5, times: 2_000 },
  decisions: { rounds: 5, decisions: 100 },
} as const

export interface ApprovalResults {
  verdicts: VerdictSpeed
  decisions: DecisionSpeed
}

/** What judging costs, and how soon after a yes the work begins. */
export async function runApprovals(say: (step: string) => void): Promise<ApprovalResults> {
  const { verdicts, decisions } = approvalsPlan
  say(`${verdicts.rounds} rounds of ${verdicts.times} verdicts over ${verdicts.rules} rules`)
  const judged = measureVerdicts(verdicts)
  say(`${decisions.rounds} rounds of ${decisions.decisions} decisions`)
  return { verdicts: judged, decisions: await measureDecisions(decisions) }
}
