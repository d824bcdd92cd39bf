import type { ChaosRun } from './run-chaos.ts'

/** One run in plain words, as it is printed. */
export function report({ seed, actions, queue, verdict, strikes, unusedFaults, decisions, seconds }: ChaosRun): string {
  const { outcome, violations, counts } = verdict
  const { byKind, byStatus, attempts } = counts
  const missed = strikes.filter(({ done }) => !done)
  const kinds = Object.entries(byKind).map(
    ([kind, { actions: all, succeeded, effects, unknown, unknownWithEffect }]) =>
      `    ${kind.padEnd(11)}${all} actions, ${succeeded} succeeded, ${effects} effects, ${unknown} outcome unknown (${unknownWithEffect} of them happened)`,
  )
  return [
    `seed ${seed}, ${actions} actions, queue on ${queue}: ${words[outcome]} (${seconds.total.toFixed(1)} s: ${phases(seconds)})`,
    `  ${counts.accepted} answered 201, ${counts.repeats} asked again at the end; ${listed(byStatus)}`,
    ...kinds,
    `  ${counts.changingRequests} requests for ${counts.effects} effects; ${attempts.total} attempts, ${attempts.unknown} with an unknown end (${attempts.lost} of them lost with their worker), ${attempts.beforeEffect} ended before the effect`,
    `  struck: ${listed(countKinds(strikes.filter(({ done }) => done)))}; ${unusedFaults} faults met no request${missed.length === 0 ? '' : `; not done: ${listed(countKinds(missed))}`}`,
    `  decided: ${decisions.approve} approved, ${decisions.reject} rejected; audit: ${counts.auditEvents} events, ${counts.auditCheckpoints} checkpoints`,
    ...violations.map(({ rule, action, detail }) => `  VIOLATED: ${rule}: ${action === null ? '' : `${action} `}${detail}`),
  ].join('\n')
}

const words = { passed: 'passed', failed: 'FAILED', not_run: 'NOT RUN: no fault struck in flight' } as const

function phases({ start, storm, settling, end }: ChaosRun['seconds']): string {
  return `${start.toFixed(1)} start, ${storm.toFixed(1)} storm, ${settling.toFixed(1)} settling, ${end.toFixed(1)} end`
}

function listed(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name.replaceAll('_', ' ')}`)
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

function countKinds(strikes: ChaosRun['strikes']): Record<string, number> {
  const groups = Map.groupBy(strikes, ({ kind }) => kind)
  return Object.fromEntries([...groups].map(([kind, all]) => [kind, all.length]))
}
