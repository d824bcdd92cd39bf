import type { ActionStages } from './action-stages.ts'
import { approvalRows } from './approvals/approvals-table.ts'
import { ledgerRows } from './ledger/ledger-table.ts'
import type { ProcessorTime } from './processor-time.ts'
import type { BenchResults } from './run-bench.ts'
import type { Latencies } from './statistics.ts'
import { processRoles } from './system-processes.ts'

type Row = readonly [figure: string, value: string]

/** What was measured, as people read it. */
export function resultsTable(results: BenchResults): string {
  const { machine, warmStart, firstToken, plan } = results
  const rows: Row[] = [
    ['machine', `${machine.cores} cores (${machine.processor}), ${machine.memoryGib} GiB, ${machine.system}`],
    ['', `Node ${machine.node}, PostgreSQL ${machine.postgresql}, commit ${machine.commit}, load before ${number(machine.loadBefore)}`],
    ['', ''],
    [`warm start (median of ${plan.warmStarts})`, `${number(warmStart.median)} s`],
    ['', ''],
    ...memoryRows(results),
    ['', ''],
    [`first token, less the model's own (${firstToken.turns} turns)`, `median ${ms(firstToken.median)}, p95 ${ms(firstToken.p95)}`],
    ['  message to model, model to client', `${ms(firstToken.toModel)}, ${ms(firstToken.fromModel)}`],
    ['', ''],
    ...actionRows(results),
    ['', ''],
    ...ledgerRows(results.ledger),
    ['', ''],
    ...approvalRows(results.approvals, results.inbox),
  ]
  const width = Math.max(...rows.map(([figure]) => figure.length))
  return rows.map(([figure, value]) => `  ${figure.padEnd(width)}  ${value}`.trimEnd()).join('\n')
}

function memoryRows({ memory }: BenchResults): Row[] {
  const heading: Row = ['memory, MiB', 'idle RSS / PSS    after the actions RSS / PSS']
  const rows = processRoles.map((role): Row => {
    const [idle, after] = [memory.idle[role], memory.afterActions[role]].map(
      ({ rssMib, pssMib }) => `${rssMib.toFixed(0).padStart(5)} / ${pssMib === null ? '  ?' : pssMib.toFixed(0).padStart(3)}`,
    )
    const processes = memory.idle[role].processes
    return [`  ${role}${processes > 1 ? ` (${processes} processes)` : ''}`, `${idle}         ${after}`]
  })
  return [heading, ...rows]
}

function actionRows({ actions: { commitsPerSecond, actions }, plan }: BenchResults): Row[] {
  const { clients, rounds } = plan.actions
  const rows = actions.flatMap((figures): Row[] => [
    ['', ''],
    [figures.operation, figures.title],
    [
      `  actions a second, ${clients} clients`,
      `${number(figures.perSecond)}, 1/${(1 / figures.ratioToCommits).toFixed(0)} of the raw rate (${figures.ratioToCommits.toFixed(4)})`,
    ],
    ['  request to settled', latencies(figures.latency)],
    ['  where it goes', stages(figures.stages)],
    ['  processor time of one action', processorTime(figures.processorTime)],
    ['  one client alone', latencies(figures.alone.latency)],
    ['  where it goes', stages(figures.alone.stages)],
  ])
  return [
    [`raw durable commits a second, ${clients} clients`, `${commitsPerSecond.toFixed(0)} (median of ${rounds} rounds, like all below)`],
    ...rows,
  ]
}

function latencies({ p50, p95, p99 }: Latencies): string {
  return `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}`
}

function stages(of: ActionStages): string {
  return `prepare ${ms(of.prepared)}, queue and claim ${ms(of.claimed)}, call ${ms(of.called)}, settle ${ms(of.settled)}, tell ${ms(of.told)}`
}

function processorTime(used: ProcessorTime): string {
  if (used === null) return 'not known on this system'
  const { web, worker, postgresql, demo, bench } = used
  const all = Object.values(used).reduce((total, value) => total + value, 0)
  return `${ms(all)}: web ${ms(web)}, worker ${ms(worker)}, PostgreSQL ${ms(postgresql)}, back office ${ms(demo)}, the clients ${ms(bench)}`
}

function ms(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
}

function number(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0)
}
